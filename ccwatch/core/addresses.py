"""Which addresses are used: those in settings, for requests, and those opened in a browser.

An address in a setting is normalised to a spelling that every library accepts; a page's address is
opened as it is. Both are https, or plain http on this computer, without a user name or password.
"""

from dataclasses import dataclass
from re import fullmatch
from urllib.parse import quote, urlsplit

from ccwatch.core.errors import PageRefused, SettingRefused
from ccwatch.core.language import tr

LOOPBACK = ("localhost", "127.0.0.1", "::1")
LONGEST_HOST = 253
HIGHEST_PORT = 65535
_LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = rf"{_LABEL}(\.{_LABEL})*\.?"
_PATH = r"(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?"
_REST = r"[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]*"
_EXAMPLE = "https://example.org"


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of an address; the host is ASCII, without brackets."""

    scheme: str
    host: str
    port: int | None
    rest: str

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.rest}"


def checked_address(label: str, text: str) -> str:
    """Return an address for requests: https, or plain http on this computer.

    Raises SettingRefused, naming the setting by its (marked) label.
    """
    address = read_address(label, text)
    if not fullmatch(_PATH, address.rest):
        raise _refused(label)
    return str(address).rstrip("/")


def secure_address(label: str, text: str) -> str:
    """Return an https address for requests; raises SettingRefused."""
    address = checked_address(label, text)
    if not address.startswith("https:"):
        raise _refused(label)
    return address


def page_address(label: str, text: str) -> str:
    """Return a job page's template, with {job} in place of the ID, or ""; raises SettingRefused.

    The ID may appear anywhere but in the host: a page on another host belongs to another service.
    """
    if not text:
        return ""
    mark = "ccwatch-job"
    address = read_address(label, text.replace("{job}", mark), page=True)
    if "{job}" not in text or mark in address.host or not fullmatch(_REST, address.rest):
        raise SettingRefused(
            tr(
                "“{label}” must have the form {example}.",
                label=tr(label),
                example=f"{_EXAMPLE}/jobs/{{job}}",
            )
        )
    return str(address).replace(mark, "{job}")


def page_of_job(page: str, job: str) -> str:
    """Return the address of a job's page, given a template from `page_address`."""
    return page.replace("{job}", quote(job, safe="", errors="replace"))


def read_address(label: str, text: str, *, page: bool = False) -> Address:
    """Return the parts of an address; only a page may have a query. Raises SettingRefused."""
    try:
        link = urlsplit(text)
        secret = "@" in link.netloc
        host = "" if secret else ascii_host(_bare(link.netloc, link.hostname or ""))
        scheme = link.scheme
    except ValueError:
        raise _refused(label) from None
    if scheme not in ("https", "http"):
        raise _refused(label)
    label = tr(label)
    if secret:
        raise SettingRefused(tr("“{label}” must not contain a user name or password.", label=label))
    if not host:
        raise _refused(label)
    if not page and ("?" in text or "#" in text):
        raise SettingRefused(tr("“{label}” must not contain “?” or “#”.", label=label))
    try:
        port = link.port
    except ValueError:
        port = 0
    if port == 0 or link.netloc.endswith(":"):
        raise SettingRefused(
            tr("“{label}” must have a port from 1 to {highest}.", label=label, highest=HIGHEST_PORT)
        )
    if not _is_secure(scheme, host):
        raise SettingRefused(
            tr("“{label}”: plain http is allowed on this computer only. Use https.", label=label)
        )
    _, _, rest = text.partition("://")
    return Address(scheme, host, port, rest[len(link.netloc) :])


def checked_page(address: str) -> str:
    """Return the address of a page for a browser: https with a host, or http on this computer.

    Raises PageRefused without quoting the address, which may contain a name and a password.
    """
    # A browser treats "\" as "/" and drops tabs and line ends, so it would go elsewhere.
    if not address.isprintable() or " " in address or "\\" in address:
        raise PageRefused(tr("The URL contains invalid characters."))
    try:
        link = urlsplit(address)
        host, _ = link.hostname, link.port
    except ValueError:
        raise PageRefused(tr("The URL is not valid.")) from None
    if not _is_secure(link.scheme, host):
        raise PageRefused(tr("The URL does not begin with https."))
    if not host:
        raise PageRefused(tr("The URL has no host."))
    if "@" in link.netloc:
        raise PageRefused(tr("The URL contains a user name or a password."))
    return address


def _is_secure(scheme: str, host: str | None) -> bool:
    """Return whether the connection is encrypted, or stays on this computer."""
    return scheme == "https" or (scheme == "http" and host in LOOPBACK)


def _bare(netloc: str, host: str) -> str:
    """Return the host; raises ValueError for brackets around anything but an IPv6 address."""
    if ("[" in netloc) != (":" in host):
        raise ValueError("brackets around a name")
    return host


def ascii_host(host: str) -> str:
    """Return the host name as DNS and TLS use it, in lower case; raises ValueError."""
    if ":" in host:
        from ipaddress import IPv6Address  # rarely needed

        if "%" in host:
            raise ValueError("an address with a zone")
        return str(IPv6Address(host))
    name = host if host.isascii() else host.encode("idna").decode("ascii")
    name = name.lower()
    if len(name) > LONGEST_HOST or not fullmatch(_NAME, name):
        raise ValueError("no host's name")
    return name


def _refused(label: str) -> SettingRefused:
    label = tr(label)
    return SettingRefused(
        tr("“{label}” must be an https URL, such as {example}.", label=label, example=_EXAMPLE)
    )
