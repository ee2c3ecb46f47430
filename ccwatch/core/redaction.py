"""Redacts secrets in text that is stored or shared: log lines, reports, tracebacks.

A secret is recognised by its name (`access_token=…`, `"clientSecret": "…"`, `Set-Cookie: …`), by
its own form (a JWT, a private key, an e-mail address), or by its position
(`http://user:password@proxy`). The text may be percent-encoded any number of times: it is matched
in a decoded view. The time is linear in the length of the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_SHOWN = "…"
# Names that end like this, in lower case and without separators, are names of secrets.
_ENDS = (
    *("token", "secret", "password", "passwd", "passphrase", "pwd", "cookie", "cookies"),
    *("apikey", "accesskey", "secretkey", "privatekey", "accountkey", "subscriptionkey"),
    *("authcode", "authorizationcode", "devicecode", "codeverifier", "assertion", "signature"),
    *("authorization", "credential", "credentials", "passcode", "sessionid", "sessid"),
)
_WHOLE = frozenset({"code", "jwt", "otp", "pw", "session", "csrf", "xsrf"})
_LAST_WORDS = frozenset({"sig", "pass", "auth", "sid"})
# Suffixes of such a name: "token2", "passwordHash", "id_token_hint", "tokens".
_REST = re.compile(r"(?:value|hash|hint)?(?P<plural>s?)\d*\Z")
_TWO_WORDS = re.compile(r"(?i)([a-z]{3,12}) \Z")
_NEAR = 13
_WHOLE_LINE = ("authorization", "cookie", "cookies")
_IN_PROSE = ("token", "secret", "password", "passphrase")
_NO_SECRET = re.compile(r"(?i)(?:none|null|true|false|…+)\Z")
_ERROR_CODE = re.compile(r"[A-Za-z]?\d{1,4}\Z")

_ESCAPE = re.compile(
    r"%((?:25)*)([2-7][0-9A-Fa-f])|\\{1,8}(?:u00|x)([2-7][0-9A-Fa-f])"
    r"|&(?:quot|apos|equals|colon|lt|gt|#(?:34|39|58|6[0-2]|[xX](?:22|27|3[AaC-Ec-e])));"
)
_NAME = re.compile(r"(?<![\w-])[\w-]++")
_TIE = re.compile(
    r"""(?x) (?: \[ [\w-]{1,20}+ (?=\]) )?+ (?P<quote> \\{0,8}["'] )?+ [\])]?+ [ \t]*+
    (?P<tie> ={1,2}>? | := | [:：＝] | > | (?P<comma>,) ) \s*+
    (?P<open> (?: (?:[A-Za-z_][\w.]{0,40}+(?=\())?+ [\[({]\s*+ )*+ )"""  # noqa: RUF001
)
# <input name="code" value="…">, {"name": "token", "value": "…"}
_VALUE = re.compile(
    r"""(?x) (?P<quote> \\{0,8}["'] )?+ [\s,]{1,40}+ (?:\\{0,8}["'])?+ (?:value|content)\b
    (?:\\{0,8}["'])?+ \s*+ (?P<tie> [=:] ) \s*+ (?P<open> (?:[\[({]\s*+)*+ )"""
)
# Between an option and its value; a line of a shell script goes on after one of these three marks.
_GAP = re.compile(r"[^\S\r\n]++(?:[\\^`]\r?\n[^\S\r\n]*+)*+(?=\S)")
_ATTRIBUTES = re.compile(r"\s[^<>]{0,200}+(?=>)")
_MARK = re.compile(r"""[\[({\])}]|\\{0,8}["'“]""")
_OPENING = re.compile(r"""[bBrRuUfF]{0,2}(\\{0,8})(["'“])""")
_CLOSING = {mark: re.compile(rf"(\\*+){end}") for mark, end in zip("\"'“", "\"'”", strict=True)}
_DELIMITER = re.compile(r"""[\s"'&,;}\])<]""")
_LINE_END = re.compile(r"\r?\n(?![ \t])|\\r\\n")
_BLOCK = re.compile(r"[|>][-+\d]{0,3}[ \t]*+\r?\n[ \t]++[^\n]*+(?:\n[ \t]++[^\n]*+)*+")
_WRAPPED = re.compile(r"(?:[ \t]*+\\?\r?\n[ \t]*+[\w.~+/=-]{16,}+(?=[ \t]*+(?:[\r\n]|\Z)))*+")
_OPAQUE = re.compile(
    r"""\s{1,9}(?:(?:is|was)\s{1,9})?["'(]?(?P<value>(?=[\w.~+/=-]{0,15}\d)[\w.~+/=-]{16,}+)"""
)
_FORMS = re.compile(
    r"""(?x)
    (?i:\b (?:bearer|basic) \s++ (?! (?:tokens?|auth\w*|scheme|realm|error)\b ) )
        (?P<scheme> [\w.~+/=-]++ )
    | (?i:\b (?:bearer|basic|negotiate|ntlm|digest) (?:[ ]|["']?[:=,][ ]?["']?) )
        (?P<token> [\w.~+/=-]{16,}+ )
    | (?<![A-Za-z0-9]) (?P<jwt> eyJ[\w-]++ (?: \.[\w-]++ | \.?[ \t]*+\r?\n[ \t]*+[\w.-]{6,}+
        (?= [ \t]*+ (?:[\r\n"',;)}\]] | \Z) ) )*+ )
    | (?P<key> -----BEGIN[ ][A-Z ]{0,40}PRIVATE[ ]KEY----- (?: [^-]++ | -(?!----END) )*+
        (?: -----END[ A-Z]{0,50}----- )? )"""
)
_RUN = re.compile(r"""[^\s"<>]++""")
_HOST = re.compile(
    r"(?: localhost | \[ [\da-fA-F:.]+ ] | [^:\[\]]*\.[^:\[\]]* ) (?: :\d+ )?", re.VERBOSE
)
_ASSIGNED = re.compile(r"[\w.-]*+=")
_EMAIL = re.compile(
    r"(?<![\w.!$%*+^|~-])[\w.!$%*+^|~-]++@[\w%-]++(?:[.。．][\w%-]++)++"  # noqa: RUF001
)


class _Cut(NamedTuple):
    """What to cut out, as positions in the view, and the replacement."""

    start: int
    end: int
    shown: str = _SHOWN


def redacted(text: str) -> str:
    """Return the text without tokens, codes, passwords and e-mail addresses, however written."""
    view = _View(text)
    cuts = sorted((*_named(view), *_formed(view.text), *_addressed(view.text)))
    parts, done = [], 0
    for cut in cuts:
        start, end = view.origin(cut.start), view.origin(cut.end)
        if start >= done:
            parts += [text[done:start], cut.shown]
        done = max(done, end)
    return "".join([*parts, text[done:]])


class _View:
    """A text with its escapes decoded, and the origin of each of its characters."""

    def __init__(self, text: str) -> None:
        self.closes = True  # whether every bracket so far is closed
        self._at: list[int] = []  # positions in the view of escaped characters
        self._after: list[int] = []  # positions in the text where their escapes end
        self._starts: list[int] = []
        self._depths: list[int] = []
        parts, done, length = [], 0, 0
        for found in _ESCAPE.finditer(text):
            code = found[2] or found[3]
            plain = chr(int(code, 16)) if code else unescape(found[0])
            parts += [text[done : found.start()], plain]
            length += found.start() - done
            self._at.append(length)
            self._starts.append(found.start())
            self._depths.append(1 + len(found[1] or "") // 2)
            done = found.end()
            self._after.append(done)
            length += 1
        self.text = "".join([*parts, text[done:]])

    def origin(self, place: int) -> int:
        """Return the position in the text for a position in the view."""
        before = bisect_left(self._at, place)
        if before < len(self._at) and self._at[before] == place:
            return self._starts[before]
        if before == 0:
            return place
        return self._after[before - 1] + place - self._at[before - 1] - 1

    def depth(self, place: int) -> int:
        """Return how many times the character there was encoded."""
        found = bisect_left(self._at, place)
        return self._depths[found] if found < len(self._at) and self._at[found] == place else 0


def _named(view: _View) -> Iterator[_Cut]:
    """Yield the values that belong to the name of a secret."""
    text, place = view.text, 0
    while name := _NAME.search(text, place):
        place = name.end()
        plain, is_plural = _plain(text, name)
        if not plain:
            continue
        tie = _tie(text, name, is_plural=is_plural)
        if tie:
            cuts = _values(view, plain, tie)
        elif name[0].startswith("-") and (gap := _GAP.match(text, place)):
            opening = _OPENING.match(text, gap.end())
            cuts = [_quoted(view, opening) if opening else _bare(view, gap.end(), 0)]
        elif plain.endswith(_IN_PROSE) and (found := _OPAQUE.match(text, place)):
            cuts = [_Cut(*found.span("value"))]
        else:
            continue
        yield from cuts
        place = max([place, *(cut.end for cut in cuts)])


def _plain(text: str, name: re.Match[str]) -> tuple[str, bool]:
    """Return the normalised name of a secret, or "" for any other; and whether it is a plural."""
    plain = re.sub(r"[_-]", "", name[0]).lower()
    rest = _REST.search(plain)
    assert rest is not None  # it also matches the empty string
    stem = plain[: rest.start()]
    near = max(name.start() - _NEAR, 0)
    if plain in ("key", "id") and (before := _TWO_WORDS.search(text, near, name.start())):
        stem = plain = before[1].lower() + plain
    last = re.split(r"[_-]|(?<=[a-z\d])(?=[A-Z])", name[0])[-1].lower()
    if plain.endswith(_ENDS) or plain in _WHOLE or last in _LAST_WORDS:
        return plain, False
    return (stem, bool(rest["plural"])) if stem.endswith(_ENDS) else ("", False)


def _tie(text: str, name: re.Match[str], *, is_plural: bool) -> re.Match[str] | None:
    """Return what connects the name to a value, or None."""
    element = text[name.start() - 1 : name.start()] == "<"
    attributes = _ATTRIBUTES.match(text, name.end()) if element else None
    tie = _TIE.match(text, attributes.end() if attributes else name.end())
    if tie is None or tie["comma"] or (tie["tie"] == ">" and not element):
        pair = _VALUE.match(text, name.end())
        return pair or (tie if tie and tie["comma"] and tie["quote"] else None)
    # A colon after "tokens" (the file of that name) introduces an error message.
    loose = is_plural and not (tie["quote"] or tie["open"] or "=" in tie["tie"])
    return None if loose else tie


def _values(view: _View, name: str, tie: re.Match[str]) -> list[_Cut]:
    """Return what follows the connection: a value, or everything inside brackets."""
    text, start, depth = view.text, tie.end(), view.depth(tie.start("tie"))
    if tie["open"]:
        return [_bracketed(view, start, sum(tie["open"].count(mark) for mark in "[({"))]
    if opening := _OPENING.match(text, start):
        return [_quoted(view, opening)]
    if block := _BLOCK.match(text, start):
        return [_Cut(*block.span())]
    if name.endswith(_WHOLE_LINE):
        end = _LINE_END.search(text, start)
        return [_Cut(start, end.start() if end else len(text))]
    cut = _bare(view, start, depth)
    value = text[cut.start : cut.end]
    if _NO_SECRET.match(value) or (name == "code" and _ERROR_CODE.match(value)):
        return []
    return [cut] if value else []


def _bracketed(view: _View, start: int, level: int) -> _Cut:
    """Return the content of so many brackets; if they are not closed, the rest of the line."""
    place = start
    # Scanning to the end for each unclosed one would be quadratic.
    while view.closes and (mark := _MARK.search(view.text, place)):
        place = mark.end()
        if mark[0] in "[({":
            level += 1
        elif mark[0] in "])}":
            level -= 1
        elif opening := _OPENING.match(view.text, mark.start()):
            place = _quoted(view, opening).end + len(opening[1]) + 1
        if level == 0 or place > len(view.text):
            return _Cut(start, mark.start() if level == 0 else len(view.text))
    view.closes = False
    end = _LINE_END.search(view.text, start)
    return _Cut(start, end.start() if end else len(view.text))


def _quoted(view: _View, opening: re.Match[str]) -> _Cut:
    """Return what is between quotation marks; without the closing one, everything that follows."""
    slashes, mark = opening.groups()
    depth = view.depth(opening.end() - 1)
    for close in _CLOSING[mark].finditer(view.text, opening.end()):
        escaped = len(close[1])
        outer = escaped <= len(slashes) if slashes else escaped % 2 == 0
        if outer and view.depth(close.end() - 1) <= depth:
            return _Cut(opening.end(), close.start() if slashes else close.end() - 1)
    return _Cut(opening.end(), len(view.text))


def _bare(view: _View, start: int, depth: int) -> _Cut:
    """Return an unquoted value, including the lines that it was wrapped to.

    Whatever was encoded more often than the name's connection belongs to the value.
    """
    end = len(view.text)
    for delimiter in _DELIMITER.finditer(view.text, start):
        if view.depth(delimiter.start()) <= depth:
            end = delimiter.start()
            break
    wrapped = _WRAPPED.match(view.text, end)
    return _Cut(start, wrapped.end() if wrapped else end)


def _formed(text: str) -> Iterator[_Cut]:
    """Yield secrets recognised by their own form."""
    for found in _FORMS.finditer(text):
        yield _Cut(*found.span(found.lastgroup or 0))


def _addressed(text: str) -> Iterator[_Cut]:
    """Yield e-mail addresses, and the user and password in addresses."""
    if "@" not in text:
        return
    for found in _EMAIL.finditer(text):
        yield _Cut(*found.span(), "…@…")
    for run in _RUN.finditer(text):
        last = run[0].rfind("@")
        if last > 0 and (start := _userinfo(run[0], last)) is not None:
            yield _Cut(run.start() + start, run.start() + last)


def _userinfo(run: str, last: int) -> int | None:
    """Return where the user and password that end at the last "@" begin, or None.

    A password may contain any character that has a meaning in an address.
    """
    scheme = run.find("://", 0, last)
    if scheme < 0:
        assigned = _ASSIGNED.match(run)
        start = assigned.end() if assigned and assigned.end() < last else 0
        return start if ":" in run[start:last] else None
    start = scheme + 3
    authority = re.split("[/?#]", run[start:], maxsplit=1)[0]
    if "@" in authority:
        return start
    return start if ":" in authority and not _HOST.fullmatch(authority) else None
