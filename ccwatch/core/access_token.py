"""An access token supplied ready-made by an environment variable."""

from collections.abc import Mapping
from re import fullmatch

from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import tr

TOKEN_VARIABLE = "CCWATCH_ACCESS_TOKEN"
_SENDABLE = "[!-~]+"  # RFC 9110 field value; a token has no spaces


def given_token(environ: Mapping[str, str]) -> str:
    """Return the token, or "" if unset; raises SettingRefused if no header can carry it.

    Surrounding spaces and a copied "Bearer" prefix are stripped. The error never contains the
    token.
    """
    token = environ.get(TOKEN_VARIABLE, "").strip()
    scheme, _, rest = token.partition(" ")
    if scheme.lower() == "bearer":
        token = rest.strip()
        if not token:
            raise SettingRefused(tr("{variable} has no value.", variable=TOKEN_VARIABLE))
    if token and not fullmatch(_SENDABLE, token):
        raise SettingRefused(
            tr(
                "{variable} has spaces, line breaks or other characters that cannot be sent. "
                "Copy it again, in one piece.",
                variable=TOKEN_VARIABLE,
            )
        )
    return token
