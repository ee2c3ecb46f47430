"""A report contains no user name, however a path is written; other paths stay."""

import json
import time
from typing import Literal
from unicodedata import normalize
from urllib.parse import quote

import pytest

from ccwatch.core.home_paths import without_home

Form = Literal["NFC", "NFD"]
MAX = r"C:\Users\Max Mustermann"
PLAIN = r"C:\Users\Jürgen.Kö"


@pytest.mark.parametrize(
    "text",
    [
        r"C:\Users\Max Mustermann\ccwatch\log.txt",
        repr(r"C:\Users\Max Mustermann\log.txt"),
        repr(repr(r"C:\Users\Max Mustermann\log.txt")),
        json.dumps({"file": r"C:\Users\Max Mustermann\log.txt"}),
        "C:/Users/Max Mustermann/log.txt",
        r"c:\users\max mustermann\log.txt",
        r"C:\USERS\MAX MUSTERMANN",
        r"D:\Users\Max Mustermann\log.txt",
        r"\\server\Users\Max Mustermann\log.txt",
        r"\\?\C:\Users\Max Mustermann\log.txt",
        "/mnt/c/Users/Max Mustermann/log.txt",
        "file:///C:/Users/Max%20Mustermann/log.txt",
        "file:///c|/Users/Max%20Mustermann/log.txt",
        quote(quote(r"C:\Users\Max Mustermann\log.txt", ""), ""),
        quote("C:/Users/Max Mustermann/log.txt", ""),
        r"C:\Users\MAXMUS~1\AppData\Local\Temp",
        "C:\\\\Users\\\\MaxMus~2\\\\x",
        r"C:\Users\MA1B2C~1\x",
        r"E:\Backup\Max Mustermann\x",
        "https://share.example/Users/Max+Mustermann/x",
        r"C:\Users\MAXMUS~1.DOM\x",
        r"C:\Documents and Settings\Max Mustermann\x",
        "WindowsPath('C:/Users/Max Mustermann')",
    ],
)
def test_a_home_of_windows_is_taken_out(text: str) -> None:
    shown = without_home(text, [MAX], "Max Mustermann").lower()
    assert "mustermann" not in shown
    assert "maxmus" not in shown
    assert "ma1b2c" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"C:\Users\Max Mustermann\log.txt", r"~\log.txt"),
        (r"'C:\\Users\\Max Mustermann\\log.txt'", r"'~\\log.txt'"),
        ("file:///C:/Users/Max%20Mustermann/log.txt", "file:///~/log.txt"),
        (r"D:\Data\Max Mustermann", r"D:\Data\…"),
        (r"D:\Data\MAX MUSTERMANN\x", r"D:\Data\…\x"),
        (r"C:\Users\Max Mustermannsen\x", r"C:\Users\Max Mustermannsen\x"),
        (r"C:\Users\Public\x", r"C:\Users\Public\x"),
        (r"C:\Program Files\ccwatch", r"C:\Program Files\ccwatch"),
        ("Max Mustermann", "Max Mustermann"),
    ],
)
def test_what_is_left_of_a_path_of_windows(text: str, shown: str) -> None:
    assert without_home(text, [MAX], "Max Mustermann") == shown


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Max.Mustermann", "MAX~1.MUS"),
        ("Max.Mustermann", "MA1B2C~1.MUS"),
        ("j.doe-schmidt", "J~1.DOE"),
        ("Müllermeister", "MÜLLER~1"),
        ("O'Brien-Long", "O'BRIE~1"),
        ("a.b.cdefgh", "AB~1.CDE"),
    ],
)
def test_a_short_name_of_windows_is_taken_out(name: str, short: str) -> None:
    home = rf"C:\Users\{name}"
    assert without_home(rf"C:\Users\{short}\x", [home], name) == r"~\x"
    assert without_home(rf"C:\\Users\\{short}\\x", [home], name) == r"~\\x"


@pytest.mark.parametrize(
    "home",
    [
        "C:/Users/Max Mustermann",
        r"\\server\profiles\Max Mustermann",
        r"D:\People\Office\Max Mustermann",
        r"C:\Users\group\Max Mustermann\\",
    ],
)
def test_a_home_of_windows_may_be_anywhere_and_written_with_slashes(home: str) -> None:
    folder = home.replace("/", "\\").rstrip("\\")
    short = folder.replace("Max Mustermann", "MAXMUS~1")
    for text in (folder, folder.upper(), short, folder.replace("\\", "/")):
        shown = without_home(f"{text}\\x", [home], "")
        assert shown.lstrip("\\/") == "~\\x"


def test_of_two_homes_the_inner_one_is_taken_out_whole() -> None:
    homes = ["/home/ada", "/home/ada/portable"]
    assert without_home("/home/ada/portable/x /home/ada/x", homes, "") == "~/x ~/x"
    assert without_home("/home/ada/portable/x", homes[::-1], "") == "~/x"


def test_a_home_whose_bytes_are_no_text_is_taken_out() -> None:
    for text in ("/home/ad\udcff/x", "/home/ad%FF/x", r"/home/ad\xff/x"):
        assert without_home(text, ["/home/ad\udcff"], "") == "~/x"


def test_the_short_name_of_another_user_stays() -> None:
    text = r"C:\Users\ANDERE~1\x"
    assert without_home(text, [MAX], "Max Mustermann") == text


def test_a_name_of_two_letters_is_a_name_and_one_letter_is_not() -> None:
    assert without_home("/media/al/x", [], "al") == "/media/…/x"
    assert without_home("/media/a/x", [], "a") == "/media/a/x"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("stored", ["NFC", "NFD"])
def test_accents_may_be_apart_from_their_letters(form: Form, stored: Form) -> None:
    name = normalize(form, "José")
    path = f"/Users/{normalize(stored, 'José')}"
    for text in (path, ascii(path), str(path.encode()), quote(path), f"/srv/{path[7:]}"):
        shown = without_home(text, [f"/Users/{name}"], name)
        assert "Jos" not in shown, text


@pytest.mark.parametrize(
    "text",
    [
        rf"{PLAIN}\x",
        repr(rf"{PLAIN}\x"),
        ascii(rf"{PLAIN}\x"),
        json.dumps(rf"{PLAIN}\x"),
        repr(rf"{PLAIN}\x".encode()),
        "file:///C:/Users/J%C3%BCrgen.K%C3%B6",
        "file:///c:/users/j%c3%bcrgen.k%c3%b6",
    ],
)
def test_a_name_with_other_letters_is_taken_out(text: str) -> None:
    assert "rgen" not in without_home(text, [PLAIN], "Jürgen.Kö")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("/home/ada/log.txt", "~/log.txt"),
        ("/home/ada", "~"),
        ("'/home/ada': denied", "'~': denied"),
        ("in /home/ada.", "in ~."),
        ("/home/adam/log", "/home/adam/log"),
        ("/home/ada.old/log", "/home/ada.old/log"),
        ("/home/ada-2/log", "/home/ada-2/log"),
        ("file:///home/ada/log", "file://~/log"),
        ("path=%2Fhome%2Fada%2Flog", "path=~%2Flog"),
        ("path=%252Fhome%252Fada", "path=~"),
        (r"\/home\/ada\/log", r"~\/log"),
        ("/media/ada/stick, /run/media/ada", "/media/…/stick, /run/media/…"),
        ("/mnt/backup/home/ada/log", "/mnt/backup/home/…/log"),
        ("/private/var/ada-home/log", "~/log"),
        ("/usr/lib/adapters/log, a/adam, ada", "/usr/lib/adapters/log, a/adam, ada"),
    ],
)
def test_a_home_of_unix_is_taken_out_as_a_whole_folder(text: str, shown: str) -> None:
    assert without_home(text, ["/home/ada/", "/private/var/ada-home"], "ada") == shown


@pytest.mark.parametrize("home", ["/", "", "C:\\", "//"])
def test_a_root_is_no_home(home: str) -> None:
    text = "/usr/lib/x C:\\Windows"
    assert without_home(text, [home], "") == text


def test_the_home_of_root_is_one_as_any_other() -> None:
    assert without_home("/root/x /rooted /mnt/root", ["/root"], "root") == "~/x /rooted /mnt/root"


@pytest.mark.parametrize("piece", ["/", "\\", "%25", "%2F", "/home", "C:", "/ad", "MAXMUS~"])
def test_the_time_grows_with_the_length_and_no_more(piece: str) -> None:
    small, large = (_seconds(piece * (size // len(piece))) for size in (1 << 13, 1 << 17))
    assert large < 64 * max(small, 0.001)


def _seconds(text: str) -> float:
    began = time.process_time()
    without_home(text, [MAX, "/home/ada"], "Max Mustermann")
    return time.process_time() - began
