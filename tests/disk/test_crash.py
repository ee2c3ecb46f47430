import subprocess
import sys
from contextlib import closing
from pathlib import Path

from ccwatch.core.job import JobId
from ccwatch.disk.journal import Journal
from tests.disk import recorded

# Prints how many moves it has recorded, batch by batch, until it is killed.
_WRITER = """
import sys
from pathlib import Path
from ccwatch.core.events import Added, Moved
from ccwatch.core.job import JobId, Progress, Service
from ccwatch.disk.journal import Journal

journal = Journal(Path(sys.argv[1]))
journal.record([Added(JobId("a"), 0.0, Service.MODELING)])
number = 0
while True:
    batch = [Moved(JobId("a"), float(n), Progress(n, "Active"), None) for n in (number, number + 1)]
    journal.record(batch)
    number += 2
    print(number, flush=True)
"""


def test_a_killed_program_loses_nothing_that_it_recorded(tmp_path: Path) -> None:
    path = tmp_path / "ccwatch.db"
    command = [sys.executable, "-c", _WRITER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for _ in range(200):
            said = int(writer.stdout.readline())
        writer.kill()
        said = max([said, *map(int, writer.stdout.read().split())])
    with closing(Journal(path)) as journal:
        (job,) = journal.load()
        course = [point.percentage for point in recorded.course(journal, JobId("a"))]
    assert len(course) >= said
    assert len(course) % 2 == 0, "a batch was written in part"
    assert course == [float(n) for n in range(len(course))]
    assert job.percentage == course[-1]
