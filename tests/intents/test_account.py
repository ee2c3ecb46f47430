"""Signing in and out: what the window shows meanwhile, and what the watcher is told."""

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.cloud.account import TokenAccount
from ccwatch.core.errors import SignInFailed, SignInNotKept
from ccwatch.core.events import SignedIn, SignInWanted
from ccwatch.ipc.messages import AccountResult, AccountState, SignInKind
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from tests.fakes import SIGN_IN_PAGE, FakeAccount
from tests.intents.desk import AccountDesk

LOCKED = SignInNotKept("The credential store is locked.", advice="Unlock it.")


@pytest.fixture
def account() -> FakeAccount:
    return FakeAccount()


@pytest.fixture
def desk(qtbot: QtBot, account: FakeAccount) -> AccountDesk:
    return AccountDesk(qtbot, account)


def begin(desk: AccountDesk) -> None:
    asyncio.run(desk.account.begin())


def dialog_of(desk: AccountDesk) -> SignInDialog:
    return next(iter(desk.window.findChildren(SignInDialog)))


def reasons(desk: AccountDesk) -> list[str]:
    return [event.reason for event in desk.events if isinstance(event, SignInWanted)]


def signed_in(desk: AccountDesk) -> bool:
    return desk.store.status.signed_in is True


def test_a_kept_sign_in_needs_no_browser(desk: AccountDesk, account: FakeAccount) -> None:
    account.kept = True
    begin(desk)
    assert signed_in(desk)
    assert desk.pages == []


def test_without_a_kept_sign_in_the_watcher_waits(desk: AccountDesk) -> None:
    begin(desk)
    assert reasons(desk) == ["You are not signed in."]


def test_a_locked_store_is_named_and_taken_up_when_it_answers(
    desk: AccountDesk, account: FakeAccount
) -> None:
    account.not_kept = LOCKED
    begin(desk)
    assert reasons(desk) == [LOCKED.message]
    assert LOCKED.advice in " ".join(desk.words(desk.notes))
    account.not_kept, account.kept = None, True
    account.store_answers()
    assert signed_in(desk)


def test_a_store_that_answers_after_the_sign_in_changes_nothing(
    desk: AccountDesk, account: FakeAccount
) -> None:
    begin(desk)
    desk.account.sign_in()
    before = len(desk.events)
    account.store_answers()
    assert len(desk.events) == before


def test_without_a_client_id_the_welcome_page_is_shown(qtbot: QtBot) -> None:
    desk = AccountDesk(qtbot)
    desk.account.introduce()
    begin(desk)
    assert desk.welcomes == 1
    assert reasons(desk) == ["No sign-in is set up."]
    desk.account.sign_in()
    assert desk.welcomes == 2


def test_signing_in_waits_with_the_address_and_then_goes_on(
    desk: AccountDesk, account: FakeAccount
) -> None:
    begin(desk)
    shown: list[str] = []
    account.while_waiting = lambda: shown.extend(
        field.text() for field in dialog_of(desk).findChildren(type(dialog_of(desk)._address))
    )
    desk.account.sign_in()
    assert shown == [SIGN_IN_PAGE]
    assert desk.pages == [SIGN_IN_PAGE]
    assert not dialog_of(desk).isVisible()
    assert isinstance(desk.events[-1], SignedIn) or signed_in(desk)
    assert "Signed in as ada@example.test." in " ".join(desk.words(desk.notes))


def test_what_is_wrong_with_the_new_sign_in_is_said(
    desk: AccountDesk, account: FakeAccount
) -> None:
    account.renewable, account.other_user = False, True
    desk.account.sign_in()
    said = " ".join(desk.words(desk.notes))
    assert "Somebody else was signed in before" in said
    assert "no means to renew" in said


def test_a_failure_can_be_tried_again(desk: AccountDesk, account: FakeAccount) -> None:
    account.failure = SignInFailed("The browser did not come back in time.", advice="Look there.")
    desk.account.sign_in()
    dialog = dialog_of(desk)
    said = "\n".join(desk.words(dialog))
    assert "did not come back in time" in said
    assert "Look there." in said
    assert not signed_in(desk)
    account.failure = None
    desk.button(dialog, "Try again").click()
    assert signed_in(desk)
    assert not dialog.isVisible()


def test_cancelling_ends_the_wait_without_a_word(desk: AccountDesk, account: FakeAccount) -> None:
    account.while_waiting = lambda: desk.button(dialog_of(desk), "Cancel").click()
    desk.account.sign_in()
    assert not dialog_of(desk).isVisible()
    assert not signed_in(desk)
    assert desk.words(desk.notes) == []


def test_a_store_that_was_opened_meanwhile_spares_the_browser(
    desk: AccountDesk, account: FakeAccount
) -> None:
    account.not_kept = LOCKED
    begin(desk)
    account.kept = True
    desk.account.sign_in()
    assert desk.pages == []
    assert signed_in(desk)


def test_signing_out_keeps_the_jobs_and_says_what_it_does_not_do(desk: AccountDesk) -> None:
    desk.account.sign_in()
    jobs = set(desk.store.jobs)
    desk.account.sign_out()
    assert reasons(desk) == ["You signed out."]
    assert "browser may still be signed in" in " ".join(desk.words(desk.notes))
    assert set(desk.store.jobs) == jobs


def test_a_sign_out_that_left_the_file_is_not_called_one(
    desk: AccountDesk, account: FakeAccount
) -> None:
    desk.account.sign_in()
    account.not_removed = SignInNotKept("/home/ada/tokens: Permission denied.")
    desk.account.sign_out()
    said = " ".join(desk.words(desk.notes))
    assert "/home/ada/tokens" in said
    assert "Signed out here" not in said


def test_another_start_is_told_what_really_becomes_of_its_sign_out(
    qtbot: QtBot, desk: AccountDesk
) -> None:
    assert desk.account.sign_out() is AccountResult.NOT_SIGNED_IN
    assert desk.account.sign_in() is AccountResult.SIGN_IN_OPENED
    assert desk.account.sign_out() is AccountResult.SIGNING_OUT
    given = AccountDesk(qtbot, TokenAccount("marked"))
    assert given.account.sign_in() is AccountResult.GIVEN_TOKEN
    assert given.account.sign_out() is AccountResult.GIVEN_TOKEN
    nobody = AccountDesk(qtbot)
    assert nobody.account.sign_in() is AccountResult.NOT_SET_UP
    assert nobody.account.sign_out() is AccountResult.NOT_SIGNED_IN


def test_who_asks_is_data(qtbot: QtBot, desk: AccountDesk, account: FakeAccount) -> None:
    assert desk.account.state == AccountState(SignInKind.BROWSER, kept=True)
    desk.account.sign_in()
    account.not_kept = LOCKED
    mail = "ada@example.test"
    assert desk.account.state == AccountState(SignInKind.BROWSER, name=mail, kept=False)
    account.signed_in = False
    assert desk.account.state.name is None
    given = AccountDesk(qtbot, TokenAccount("marked"))
    assert given.account.state == AccountState(SignInKind.TOKEN)
    assert AccountDesk(qtbot).account.state == AccountState(SignInKind.NONE)


def test_a_given_token_is_neither_signed_in_nor_out(qtbot: QtBot) -> None:
    desk = AccountDesk(qtbot, TokenAccount("marked"))
    begin(desk)
    for act in (desk.account.sign_in, desk.account.sign_out):
        act()
        assert "CCWATCH_ACCESS_TOKEN" in " ".join(desk.words(desk.notes))
    assert desk.events == []


def test_the_welcome_page_is_shown_only_where_nothing_is_set_up(
    qtbot: QtBot, desk: AccountDesk
) -> None:
    given, nothing = AccountDesk(qtbot, TokenAccount("marked")), AccountDesk(qtbot)
    for each in (desk, given, nothing):
        each.account.introduce()
    assert [each.welcomes for each in (desk, given, nothing)] == [0, 0, 1]


@pytest.mark.parametrize("kept", [True, False])
def test_an_account_that_was_replaced_while_it_was_restored_changes_nothing(
    desk: AccountDesk, account: FakeAccount, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def restore() -> bool:
        desk.service.account = FakeAccount()
        account.not_kept = LOCKED
        return kept

    monkeypatch.setattr(account, "restore", restore)
    begin(desk)
    assert desk.events == []
    assert desk.words(desk.notes) == []


def test_another_account_takes_over(desk: AccountDesk) -> None:
    other = FakeAccount()
    other.kept = True
    desk.account.change(other)
    assert desk.service.account is other
    assert signed_in(desk)


def test_another_way_of_keeping_reaches_the_account(
    desk: AccountDesk, account: FakeAccount
) -> None:
    desk.account.keep_as("file")
    assert account.kept_as == "file"
