"""Fixtures of the tests on a real desktop."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import browser, real_issuer
from tests.cloud.certificates import make_certificates
from tests.virtual_desktop import PACKAGES, Desktop, Missing, require_programs


@pytest.fixture
def programs() -> None:
    """Skip without the desktop's programs; on CI their absence is an error."""
    try:
        require_programs(PACKAGES)
    except Missing as missing:
        _skip(str(missing))


@pytest.fixture
def desktop(programs: None) -> Iterator[Desktop]:
    """A desktop with a tray and notifications."""
    with Desktop() as made:
        yield made


@pytest.fixture
def sign_in_parts() -> None:
    """Skip without an issuer, a browser and a Secret Service; on CI that is an error."""
    from tests.secret_service import why_not as why_no_secret_service  # needs dbus-fast

    for reason in (real_issuer.why_not(), browser.why_not(), why_no_secret_service()):
        if reason:
            _skip(reason)


@pytest.fixture
def certificate_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a server certificate and its authority's certificate."""
    folder = tmp_path_factory.mktemp("certificates")
    make_certificates(folder)
    return folder


def _skip(reason: str) -> None:
    if "CI" in os.environ:
        pytest.fail(reason)
    pytest.skip(reason)
