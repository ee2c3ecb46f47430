"""The copyright file of the Debian package, from the components that it ships.

Source: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
"""

import re
from collections.abc import Iterable, Iterator

from components import PROGRAM, Component
from notices import HEAD

LIBRARY = "usr/lib/ccwatch"
_NEXT = "\n "
# Debian's names of licences whose texts every system has, by their names of SPDX.
COMMON = {
    "Apache-2.0": "Apache-2.0",
    "GPL-2.0-only": "GPL-2",
    "GPL-3.0-only": "GPL-3",
    "LGPL-3.0-only": "LGPL-3",
    "MPL-2.0": "MPL-2.0",
}
_RENAMED = {"MIT": "Expat", "MIT License": "Expat"}
_EXPRESSION = re.compile(r"[\w.+-]+( (OR|AND) [\w.+-]+)*")
_HOLDER = re.compile(
    r"^\W*(?:copyright\b|\(c\)|©).*\b(?:19|20)\d\d.*$", re.IGNORECASE | re.MULTILINE
)
_WHOLE = re.MULTILINE | re.DOTALL
_LONG_TEXTS = (
    (
        "Apache-2.0",
        re.compile(
            r"^[ \t]*Apache License\s+Version 2\.0.*?limitations under the License\.", _WHOLE
        ),
    ),
    (
        "Apache-2.0",
        re.compile(r"^[ \t]*Apache License\s+Version 2\.0.*?END OF TERMS AND CONDITIONS", _WHOLE),
    ),
    (
        "GPL-2",
        re.compile(
            r"^[ \t]*GNU GENERAL PUBLIC LICENSE\s+Version 2.*?END OF TERMS AND CONDITIONS", _WHOLE
        ),
    ),
)


def debian_copyright(components: Iterable[Component], source: str) -> str:
    """Return the copyright file; `source` is the address of the project."""
    listed = list(components)
    texts: dict[str, str] = {}
    paragraphs = [_header(source)]
    for component in sorted(listed, key=lambda each: each.name != PROGRAM):
        paragraphs.append("".join(_about(component, texts)))
    paragraphs += [f"License: {name}\n{_indented(text)}" for name, text in sorted(texts.items())]
    return "\n".join(paragraphs)


def _header(source: str) -> str:
    return (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n"
        f"Upstream-Name: {PROGRAM}\nSource: {source}\nComment:\n{_indented(HEAD)}"
    )


def _about(component: Component, texts: dict[str, str]) -> Iterator[str]:
    """Yield the fields of a component; put the texts of its licences into `texts`."""
    is_ours = component.name == PROGRAM
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", component.name)
    holders = _holders(component)
    if is_ours:
        yield "Files: *\n"
    elif component.files:
        yield f"Files: {_NEXT.join(f'{LIBRARY}/_internal/{name}' for name in component.files)}\n"
    else:
        yield f"Files: {LIBRARY}/ccwatch/{slug}/*\n"
    yield f"Copyright: {_NEXT.join(holders)}\n"
    yield f"License: {_licence(component, slug, texts)}\n"
    notes = [] if component.files or is_ours else ["Frozen into the program itself."]
    notes += [f"Contains {part.name} {part.version} ({part.licence})." for part in component.parts]
    if notes:
        yield "Comment:\n" + _indented("\n".join(notes))


def _holders(component: Component) -> list[str]:
    found = (" ".join(line.split()).lstrip("#*-/. ") for line in _HOLDER.findall(component.text))
    named = list(dict.fromkeys(found))
    return named or [f"the authors of {component.name}, {component.home}".rstrip(", ")]


def _licence(component: Component, slug: str, texts: dict[str, str]) -> str:
    """Return the short name of the terms; those that Debian has no text of bear the component's."""
    terms = component.licence
    if not _EXPRESSION.fullmatch(terms):
        terms = _RENAMED.get(terms, "terms")
    names = []
    for word in terms.split():
        if word in ("OR", "AND"):
            names.append(word.lower())
        elif common := COMMON.get(word):
            names.append(common)
            texts[common] = _where(common)
        else:
            names.append(f"{_RENAMED.get(word, word)}~{slug}")
            texts[names[-1]] = _shortened(component.text) or component.licence
    return " ".join(names)


def _where(common: str) -> str:
    return f"On Debian systems the full text is in /usr/share/common-licenses/{common}."


def _shortened(text: str) -> str:
    """Return a text without the licences that every Debian system has."""
    for name, pattern in _LONG_TEXTS:
        text = pattern.sub(_where(name), text)
    return text.strip()


def _indented(text: str) -> str:
    lines = (line.rstrip().expandtabs() for line in text.strip().splitlines())
    return "".join(f" {line}\n" if line else " .\n" for line in lines)
