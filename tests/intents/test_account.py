"""Signing in and out: what the window shows, and what the watcher learns."""

import asyncio

import pytest
from pytestqt.qtbot import QtBot

from ccwatch.cloud.account import TokenAccount
from ccwatch.core.errors import SignInFailed, SignInNotKept
from ccwatch.core.events import SignedIn, SignInWanted
from ccwatch.core.settings import KeepSignIn
from ccwatch.ipc.messages import AccountResult, AccountState, SignInKind
from ccwatch.ui.dialogs.sign_in_dialog import SignInDialog
from tests.fakes import SIGN_IN_PAGE, FakeAccount
from tests.intents.window_fixture import AccountFixture

LOCKED = SignInNotKept("The credential store is locked.", advice="Unlock it.")


@pytest.fixture
def account() -> FakeAccount:
    return FakeAccount()


@pytest.fixture
def fixture(qtbot: QtBot, account: FakeAccount) -> AccountFixture:
    return AccountFixture(qtbot, account)


def begin(fixture: AccountFixture) -> None:
    asyncio.run(fixture.account.begin())


def dialog_of(fixture: AccountFixture) -> SignInDialog:
    return next(iter(fixture.window.findChildren(SignInDialog)))


def reasons(fixture: AccountFixture) -> list[str]:
    return [event.reason for event in fixture.events if isinstance(event, SignInWanted)]


def signed_in(fixture: AccountFixture) -> bool:
    return fixture.store.status.signed_in is True


def test_a_kept_sign_in_needs_no_browser(fixture: AccountFixture, account: FakeAccount) -> None:
    account.kept = True
    begin(fixture)
    assert signed_in(fixture)
    assert fixture.pages == []


def test_without_a_kept_sign_in_the_watcher_waits(fixture: AccountFixture) -> None:
    begin(fixture)
    assert reasons(fixture) == ["You are not signed in."]


def test_a_sign_in_that_is_set_up_is_offered(fixture: AccountFixture) -> None:
    begin(fixture)
    fixture.account.offer_sign_in()
    assert fixture.pages == [SIGN_IN_PAGE]
    assert signed_in(fixture)


def test_no_sign_in_is_offered_where_one_is_kept_or_none_is_set_up(
    fixture: AccountFixture, account: FakeAccount, qtbot: QtBot
) -> None:
    account.not_kept = LOCKED
    begin(fixture)
    fixture.account.offer_sign_in()
    account.not_kept, account.kept = None, True
    begin(fixture)
    fixture.account.offer_sign_in()
    not_set_up = AccountFixture(qtbot)
    not_set_up.account.offer_sign_in()
    assert fixture.pages == []
    assert not_set_up.pages == []
    assert not_set_up.welcomes == 0


def test_a_locked_store_is_named_and_taken_up_when_it_answers(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    account.not_kept = LOCKED
    begin(fixture)
    assert reasons(fixture) == [LOCKED.message]
    assert LOCKED.advice in " ".join(fixture.words(fixture.notes))
    account.not_kept, account.kept = None, True
    assert fixture.looped == 0
    account.store_answers()
    assert fixture.looped == 1, "the store answers in a thread of its own"
    assert signed_in(fixture)


def test_a_store_that_answers_after_the_sign_in_changes_nothing(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    begin(fixture)
    fixture.account.sign_in()
    before = len(fixture.events)
    account.store_answers()
    assert len(fixture.events) == before


def test_without_a_client_id_the_welcome_page_is_shown(qtbot: QtBot) -> None:
    fixture = AccountFixture(qtbot)
    fixture.account.introduce()
    begin(fixture)
    assert fixture.welcomes == 1
    assert reasons(fixture) == ["No sign-in is set up."]
    assert fixture.welcomed_to() is AccountResult.NOT_SET_UP, "the page leads to the sign-in"
    assert fixture.welcomes == 2
    assert fixture.welcomed_to == fixture.account.sign_in


def test_signing_in_waits_with_the_address_and_then_goes_on(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    begin(fixture)
    shown: list[str] = []
    account.while_waiting = lambda: shown.extend(
        field.text() for field in dialog_of(fixture).findChildren(type(dialog_of(fixture)._address))
    )
    fixture.account.sign_in()
    assert shown == [SIGN_IN_PAGE]
    assert fixture.pages == [SIGN_IN_PAGE]
    assert not dialog_of(fixture).isVisible()
    assert isinstance(fixture.events[-1], SignedIn) or signed_in(fixture)
    assert "Signed in as ada@example.test." in " ".join(fixture.words(fixture.notes))


def test_problems_with_the_new_sign_in_are_shown(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    account.renewable, account.other_user = False, True
    fixture.account.sign_in()
    said = " ".join(fixture.words(fixture.notes))
    assert "A different user was signed in before" in said
    assert "cannot be renewed" in said


def test_a_failure_can_be_tried_again(fixture: AccountFixture, account: FakeAccount) -> None:
    account.failure = SignInFailed("Sign-in was not completed in time.", advice="Look there.")
    fixture.account.sign_in()
    dialog = dialog_of(fixture)
    said = "\n".join(fixture.words(dialog))
    assert "not completed in time" in said
    assert "Look there." in said
    assert not signed_in(fixture)
    account.failure = None
    fixture.button(dialog, "Try again").click()
    assert signed_in(fixture)
    assert not dialog.isVisible()


def test_cancelling_ends_the_wait_without_a_word(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    account.while_waiting = lambda: fixture.button(dialog_of(fixture), "Cancel").click()
    fixture.account.sign_in()
    assert not dialog_of(fixture).isVisible()
    assert not signed_in(fixture)
    assert fixture.words(fixture.notes) == []


def test_a_credential_store_unlocked_meanwhile_makes_the_browser_unnecessary(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    account.not_kept = LOCKED
    begin(fixture)
    account.kept = True
    fixture.account.sign_in()
    assert fixture.pages == []
    assert signed_in(fixture)


def test_signing_out_keeps_the_jobs_and_says_what_it_does_not_do(fixture: AccountFixture) -> None:
    fixture.account.sign_in()
    jobs = set(fixture.store.jobs)
    fixture.account.sign_out()
    assert reasons(fixture) == ["You signed out."]
    assert "browser may still be signed in" in " ".join(fixture.words(fixture.notes))
    assert set(fixture.store.jobs) == jobs


def test_a_sign_out_that_could_not_delete_the_file_is_not_reported_as_done(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    fixture.account.sign_in()
    account.not_removed = SignInNotKept("/home/ada/tokens: Permission denied.")
    fixture.account.sign_out()
    said = " ".join(fixture.words(fixture.notes))
    assert "/home/ada/tokens" in said
    assert "Signed out of ccwatch" not in said


def test_another_start_gets_the_real_result_of_its_sign_out(
    qtbot: QtBot, fixture: AccountFixture
) -> None:
    assert fixture.account.sign_out() is AccountResult.NOT_SIGNED_IN
    assert fixture.account.sign_in() is AccountResult.SIGN_IN_OPENED
    assert fixture.account.sign_out() is AccountResult.SIGNING_OUT
    given = AccountFixture(qtbot, TokenAccount("marked"))
    assert given.account.sign_in() is AccountResult.GIVEN_TOKEN
    assert given.account.sign_out() is AccountResult.GIVEN_TOKEN
    nobody = AccountFixture(qtbot)
    assert nobody.account.sign_in() is AccountResult.NOT_SET_UP
    assert nobody.account.sign_out() is AccountResult.NOT_SIGNED_IN
    assert nobody.words(nobody.notes) == ["You were not signed in."]


def test_the_state_of_the_account_is_data(
    qtbot: QtBot, fixture: AccountFixture, account: FakeAccount
) -> None:
    assert fixture.account.state == AccountState(SignInKind.BROWSER, kept=True)
    fixture.account.sign_in()
    account.not_kept = LOCKED
    mail = "ada@example.test"
    assert fixture.account.state == AccountState(SignInKind.BROWSER, name=mail, kept=False)
    account.signed_in = False
    assert fixture.account.state.name is None
    given = AccountFixture(qtbot, TokenAccount("marked"))
    assert given.account.state == AccountState(SignInKind.TOKEN)
    assert AccountFixture(qtbot).account.state == AccountState(SignInKind.NONE)


def test_a_given_token_is_neither_signed_in_nor_out(qtbot: QtBot) -> None:
    fixture = AccountFixture(qtbot, TokenAccount("marked"))
    begin(fixture)
    for act in (fixture.account.sign_in, fixture.account.sign_out):
        act()
        assert "CCWATCH_ACCESS_TOKEN" in " ".join(fixture.words(fixture.notes))
    assert fixture.events == []


def test_the_welcome_page_is_shown_only_where_nothing_is_set_up(
    qtbot: QtBot, fixture: AccountFixture
) -> None:
    given, nothing = AccountFixture(qtbot, TokenAccount("marked")), AccountFixture(qtbot)
    for each in (fixture, given, nothing):
        each.account.introduce()
    assert [each.welcomes for each in (fixture, given, nothing)] == [0, 0, 1]


@pytest.mark.parametrize("kept", [True, False])
def test_an_account_that_was_replaced_while_it_was_restored_changes_nothing(
    fixture: AccountFixture, account: FakeAccount, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def restore() -> bool:
        fixture.service.account = FakeAccount()
        account.not_kept = LOCKED
        return kept

    monkeypatch.setattr(account, "restore", restore)
    begin(fixture)
    assert fixture.events == []
    assert fixture.words(fixture.notes) == []


def test_another_account_takes_over(fixture: AccountFixture) -> None:
    other = FakeAccount()
    other.kept = True
    fixture.account.change(other)
    assert fixture.service.account is other
    assert signed_in(fixture)


def test_another_way_of_keeping_reaches_the_account(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    fixture.account.keep_as(KeepSignIn.FILE)
    assert account.kept_as == "file"
    assert fixture.words(fixture.notes) == []


def test_a_store_that_refuses_the_sign_in_is_named(
    fixture: AccountFixture, account: FakeAccount
) -> None:
    account.not_kept = LOCKED
    fixture.account.keep_as(KeepSignIn.PROTECTED)
    assert "The credential store is locked. Unlock it." in " ".join(fixture.words(fixture.notes))
