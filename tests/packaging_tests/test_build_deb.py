"""The metadata of the package, read by Debian's tools."""

from email.utils import parsedate_to_datetime

from build_deb import CONTROL, MAINTAINER, changelog


def test_the_changelog_has_the_form_that_debian_reads() -> None:
    head, _, change, _, foot, end = changelog("1.2.3", 1_767_225_600).split("\n")
    assert head == "ccwatch (1.2.3) unstable; urgency=medium"
    assert change.startswith("  * ")
    author, date = foot.removeprefix(" -- ").split("  ")
    assert author == MAINTAINER
    assert date == "Thu, 01 Jan 2026 00:00:00 +0000"
    assert parsedate_to_datetime(date).timestamp() == 1_767_225_600
    assert end == ""


def test_control_and_changelog_name_the_same_maintainer() -> None:
    fields = CONTROL.format(version="1", machine="m", maintainer=MAINTAINER, size=1, depends="x")
    assert f"\nMaintainer: {MAINTAINER}\n" in fields
