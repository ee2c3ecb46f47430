"""The sample jobs are in the phases that their names say."""

import pytest

from ccwatch.core.job import Phase
from tests.ui.sample_jobs import JOBS


@pytest.mark.parametrize("phase", Phase)
def test_there_is_a_job_in_each_phase(phase: Phase) -> None:
    assert JOBS[phase].phase is phase
