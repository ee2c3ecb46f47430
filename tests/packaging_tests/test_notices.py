"""The third-party notices, from installed packages."""

from dataclasses import replace

import pytest
import requests
from components import LICENCES, Component, components_of
from distributions import licence_text, shipped_distributions
from native import LIBRARIES, Library
from notices import LicenceMissingError, third_party_notices

import ccwatch

MODULE = [("requests", requests.__file__, "PYMODULE"), ("ccwatch", ccwatch.__file__, "PYMODULE")]
PLAIN = Component("part", "1.0", "MIT", "pkg:generic/part@1.0", text="The terms of part.")


def test_a_package_is_shipped_when_one_of_its_files_is() -> None:
    sources = [requests.__file__, ccwatch.__file__, "/elsewhere/file.py"]
    assert shipped_distributions(sources) == ["requests"]


@pytest.mark.parametrize(
    "words",
    [
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
        "complete source",
        "replace them by modified ones",
        "Apache License",
    ],
)
def test_the_notices_have_qts_terms_its_source_and_every_text(words: str) -> None:
    assert words in third_party_notices(components_of(MODULE))


def test_the_notices_list_each_component_and_what_is_linked_into_it() -> None:
    inner = replace(PLAIN, name="inner", version="2.0", text="The terms of inner.")
    text = third_party_notices([replace(PLAIN, parts=(inner,))])
    assert "\npart 1.0 (MIT)\n    contains inner 2.0 (MIT)\n" in text
    assert "The terms of part." in text
    assert "The terms of inner." in text


def test_a_text_that_two_components_share_is_printed_once() -> None:
    text = third_party_notices([PLAIN, replace(PLAIN, name="other")])
    assert text.count("The terms of part.") == 1


def test_the_program_itself_is_no_third_party() -> None:
    assert not third_party_notices([replace(PLAIN, name="ccwatch")]).count("ccwatch 1.0")


@pytest.mark.parametrize(
    "incomplete",
    [
        replace(PLAIN, text=" \n"),
        replace(PLAIN, licence=""),
        replace(PLAIN, parts=(replace(PLAIN, name="inner", licence=""),)),
    ],
    ids=["no text", "no licence", "no licence of what is linked in"],
)
def test_nothing_is_shipped_without_its_terms(incomplete: Component) -> None:
    with pytest.raises(LicenceMissingError, match=r"(part|inner) 1"):
        third_party_notices([incomplete])


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda library: library.name)
def test_every_native_library_has_its_licence_in_the_source(library: Library) -> None:
    text = LICENCES / f"{library.name}.txt"
    assert library.name == "Qt" or len(text.read_text("utf-8")) > 100


def test_a_package_carries_its_licence() -> None:
    assert "Apache License" in licence_text("requests")
