"""A bearer token that the environment gives ready-made."""

from collections.abc import Mapping
from re import fullmatch

from ccwatch.core.errors import SettingRefused
from ccwatch.core.language import tr

TOKEN_VARIABLE = "CCWATCH_ACCESS_TOKEN"
_SENDABLE = "[!-~]+"  # RFC 9110, a field's value; a token has no blanks


def given_token(environ: Mapping[str, str]) -> str:
    """Return the token, "" for none; raises SettingRefused for one that no header can hold.

    Blanks around it and a copied "Bearer" are not part of it. The error never holds the token.
    """
    token = environ.get(TOKEN_VARIABLE, "").strip()
    scheme, _, rest = token.partition(" ")
    if scheme.lower() == "bearer":
        token = rest.strip()
        if not token:
            raise SettingRefused(
                tr("{variable}: There is no token in it.", variable=TOKEN_VARIABLE)
            )
    if token and not fullmatch(_SENDABLE, token):
        raise SettingRefused(
            tr(
                "{variable}: The token has spaces, line breaks or other characters that cannot "
                "be sent. Copy it again, in one piece.",
                variable=TOKEN_VARIABLE,
            )
        )
    return token
