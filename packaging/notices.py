"""The third-party notices, generated from the components that a package ships."""

from collections.abc import Iterable

from components import LICENCES, PROGRAM, Component

NOTICES = "THIRD-PARTY-NOTICES.txt"
_OF_QT = ("LGPL-3.0", "GPL-3.0")
HEAD = """\
ccwatch is free software under the MIT licence. Its packages carry the software below, each under
its own licence. The texts follow the list.

Qt and Qt for Python (PySide6, Shiboken) are used under the GNU Lesser General Public License,
version 3. Their libraries are linked dynamically and lie as files of their own in the folder
"PySide6" and "shiboken6" of this package; you may replace them by modified ones of a compatible
interface, and may take this program apart as far as that needs. The complete source of the
versions that the list names is at https://download.qt.io/official_releases/QtForPython/ and
https://download.qt.io/official_releases/qt/; what Qt itself contains of others is told at
https://doc.qt.io/qt-6/licenses-used-in-qt.html. Whoever got this package can, for three years
after it was published, also ask the project for that source at the cost of sending it.
"""


class LicenceMissingError(ValueError):
    """A component without its licence would be shipped."""


def third_party_notices(components: Iterable[Component]) -> str:
    """Return a list of all components with their licences, and the licence texts.

    Raises LicenceMissingError if a component names no licence or has no text of it.
    """
    others = [component for component in components if component.name != PROGRAM]
    listed: list[str] = []
    texts: dict[str, str] = {}
    for component in others:
        listed.append(_line(component))
        listed += [f"    contains {_line(part)}" for part in component.parts]
        for part in (component, *component.parts):
            texts.setdefault(part.text.strip(), _title(part))
        _check(component)
    texts.pop("", None)
    parts = [HEAD, "\n".join(listed)]
    parts += [_under(title, text) for text, title in texts.items()]
    parts += [_under(name, (LICENCES / f"{name}.txt").read_text("utf-8")) for name in _OF_QT]
    return "\n\n".join(parts) + "\n"


def _check(component: Component) -> None:
    if not component.text.strip() and "LGPL" not in component.licence:
        raise LicenceMissingError(
            f"{component.name} {component.version} carries no text of its licence: "
            "add one to packaging/licences"
        )
    for part in (component, *component.parts):
        if not part.licence:
            raise LicenceMissingError(f"{part.name} {part.version} names no licence")


def _title(component: Component) -> str:
    return f"{component.name} {component.version}"


def _line(component: Component) -> str:
    return f"{_title(component)} ({component.licence}) {component.home}".rstrip()


def _under(title: str, text: str) -> str:
    return f"{'=' * 78}\n{title}\n{'=' * 78}\n\n{text.strip()}"
