"""GUIDs in all the spellings of people and programs."""

from uuid import UUID

from hypothesis import strategies as st

_CASES = (str, str.upper, str.capitalize, str.swapcase)
_SHAPES = ("{}", "{{{}}}", "({})", '"{}"', "'{}'", "urn:uuid:{}", "URN:UUID:{}", "{{urn:uuid:{}}}")


@st.composite
def spelled_guids(draw: st.DrawFn) -> tuple[str, str]:
    """Return a GUID in lower case with dashes, and another spelling of it."""
    guid: UUID = draw(st.uuids())
    text = draw(st.sampled_from([str(guid), guid.hex]))
    mixed = "".join(draw(st.sampled_from([letter, letter.upper()])) for letter in text[:6])
    cased = draw(st.sampled_from([*(case(text) for case in _CASES), mixed + text[6:]]))
    return str(guid), draw(st.sampled_from(_SHAPES)).format(cased)
