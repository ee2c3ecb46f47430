"""Names of files made of names of jobs, whatever those are."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.file_names import file_name


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Harbour bridge, west span", "Harbour bridge, west span.csv"),
        ("Altstadt Fassaden äöü 橋", "Altstadt Fassaden äöü 橋.csv"),
        ("../../etc/passwd", "etc passwd.csv"),
        ("C:\\Windows\\system32", "C Windows system32.csv"),
        ("a\x00b\nc\u202egnp.exe", "a b c gnp.exe.csv"),
        ("..", "job-1.csv"),
        ("   ", "job-1.csv"),
        ("", "job-1.csv"),
        ("CON", "_CON.csv"),
        ("nul.txt", "_nul.txt.csv"),
        ("LPT1 ", "_LPT1.csv"),
        (".hidden", "hidden.csv"),
        ("~root", "root.csv"),
        ("name. . ", "name.csv"),
        ("name~", "name.csv"),
        ("XRAY FAX", "XRAY FAX.csv"),
        ("con .txt", "_con .txt.csv"),
        ("a\ud800b", "a b.csv"),
        ("a" * 500, "a" * 79 + "….csv"),
        ("-rf", "rf.csv"),
        ("--log=x", "log=x.csv"),
        (". - ~-", "job-1.csv"),
    ],
)
def test_a_name_becomes_a_file_of_that_name(name: str, file: str) -> None:
    assert file_name(name, ".csv", "job-1") == file


@given(st.text())
def test_any_name_becomes_a_file_in_its_folder_on_every_system(name: str) -> None:
    file = file_name(name, ".csv", "job-1")
    assert PurePosixPath(file).name == file == PureWindowsPath(file).name
    assert len(file.encode()) <= 200
    assert not file.startswith((".", " ", "~"))
    assert file.isprintable()
    assert not set(file) & set('<>:"/\\|?*')


def test_what_stands_in_for_a_name_is_no_path_either() -> None:
    assert file_name("", ".csv", "../../x") == "x.csv"
    assert file_name("", ".csv", "..") == "_.csv"


def test_a_long_name_is_cut_where_a_letter_ends() -> None:
    assert file_name("a" + "橋" * 500, ".csv", "job-1") == "a" + "橋" * 59 + ".csv"
    assert file_name("橋" * 59 + "a. bc", ".csv", "job-1") == "橋" * 59 + "a.csv"
