"""How signing in and out ended, and the messages about it."""

from dataclasses import dataclass

from ccwatch.core.errors import CcwatchError, SignInNotKept
from ccwatch.core.language import sentences, tr


@dataclass(frozen=True, slots=True)
class SignInResult:
    """How a sign-in ended.

    `name` is the user's, if the issuer gave one; `other_user` is whether another user signed in
    before; `not_kept` is why the sign-in will not outlast the program.
    """

    name: str | None = None
    renewable: bool = True
    other_user: bool = False
    not_kept: SignInNotKept | None = None


@dataclass(frozen=True, slots=True)
class SignOutResult:
    """How a sign-out ended.

    `was_signed_in` is whether there was anything to forget, `not_removed` why it is still on
    disk, `not_revoked` why the sign-in service was not informed.
    """

    was_signed_in: bool
    not_removed: SignInNotKept | None = None
    not_revoked: CcwatchError | None = None


def user_label(name: str | None) -> str:
    """Return the text for a signed-in user, with the name if the issuer gave one."""
    return tr("Signed in as {name}", name=name) if name else tr("Signed in")


def after_sign_in(result: SignInResult) -> list[str]:
    """Return the messages after signing in."""
    lines = [f"{user_label(result.name)}."]
    if result.other_user:
        lines.append(
            tr("A different user was signed in before. Some jobs may not be visible to you.")
        )
    if not result.renewable:
        lines.append(
            tr("This sign-in cannot be renewed. You will need to sign in again in a few hours.")
        )
    if result.not_kept:
        lines.append(str(result.not_kept))
    return lines


def after_sign_out(result: SignOutResult) -> list[str]:
    """Return the messages after signing out, which claim only what has been done."""
    if result.not_removed:
        return [str(result.not_removed)]
    if not result.was_signed_in:
        return [tr("You were not signed in.")]
    lines = [tr("Signed out of ccwatch. Your browser may still be signed in.")]
    if fault := result.not_revoked:
        words = tr(
            "The sign-in could not be ended at the sign-in service, so it may remain valid there."
        )
        lines.append(sentences(words, fault.message))
    return lines
