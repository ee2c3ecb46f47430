"""The account of the settings and the environment."""

from collections.abc import Mapping
from pathlib import Path

from ccwatch.cloud.account import Account, FixedAccount, NobodyYet
from ccwatch.cloud.auth import MsalAccount
from ccwatch.cloud.last_user import KnownPerson
from ccwatch.cloud.token_cache import TokenCache
from ccwatch.core.access_token import given_token
from ccwatch.core.errors import SettingRefused
from ccwatch.core.setting_checks import scopes_of
from ccwatch.core.settings import Settings, ports


def account_for(settings: Settings, environ: Mapping[str, str], folder: Path) -> Account:
    """Return the account to use; sign-ins are kept in `folder`.

    A token in the environment comes first; one that cannot be sent counts as no account.
    """
    try:
        token = given_token(environ)
    except SettingRefused as error:
        return NobodyYet(error.message)
    if token:
        return FixedAccount(token)
    if not settings.client_id:
        return NobodyYet()
    return MsalAccount(
        settings.client_id,
        settings.authority,
        scopes_of(settings.scopes),
        ports(settings),
        TokenCache(
            folder,
            (settings.authority, settings.client_id, settings.api_url),
            settings.keep_sign_in,
        ),
        KnownPerson(folder / "person"),
        settings.proxy,
    )
