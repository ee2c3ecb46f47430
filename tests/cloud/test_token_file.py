"""The stored sign-in: where and how it is stored, and the errors when it cannot be read."""

import base64
import importlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, NoKeyringError, PasswordDeleteError

from ccwatch.cloud.credential_store import REAL_STORES, SERVICE
from ccwatch.cloud.token_file import TokenCache
from ccwatch.core.errors import SignInNotKept
from ccwatch.core.settings import KeepSignIn
from ccwatch.system.file_lock import Lock

SECRET = '{"RefreshToken": {"marked": "refresh"}}'
AUTHORITY, CLIENT = "https://ims.example.org", "native-1"
# SECRET, saved with the key 0, 1, 2 ... 31: XChaCha20-Poly1305, the nonce first.
SAVED = (
    "Y2N3YXRjaC1zaWduLWluLTIgcHJvdGVjdGVkIGVhNzI1ZGFlYzI0MDIwZmQyYjllZWRhNmU5YTBmMjgwZTUxNmM1"
    "OTJkZDEzMjQwYTk0OGIxMjQyOTQzYzg1YTcKQEFCQ0RFRkdISUpLTE1OT1BRUlNUVVZXrxtXFbaSHGXnoOjVyvJH"
    "qLLBj6lyKzj/DhPHZSt2RvZknHEGd+/5FV4q3zodXu5NdLVjk0gHpg=="
)


class Store(KeyringBackend):
    """A credential store in memory; `trouble` is called first, and may raise or wait."""

    priority = 1.0

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.trouble: Callable[[], None] = lambda: None
        self.asked = 0

    def get_password(self, service: str, username: str) -> str | None:
        self._ask()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._ask()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._ask()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("none")

    def _ask(self) -> None:
        self.asked += 1
        self.trouble()


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    before = keyring.get_keyring()
    store = Store()
    monkeypatch.setitem(REAL_STORES, f"{__name__}.Store", "a store in memory")
    keyring.set_keyring(store)
    yield store
    keyring.set_keyring(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sign-in"
    folder.mkdir()
    return folder


def test_forgetting_takes_the_draft_of_a_crash_along(store: Store, folder: Path) -> None:
    cache = cache_of(folder, KeepSignIn.FILE)
    cache.save("tokens")
    (folder / ".ccwatch-12-34.new").write_text("tokens")
    cache.forget()
    assert [file.name for file in folder.iterdir() if b"tokens" in file.read_bytes()] == []


def cache_of(
    folder: Path, keep: KeepSignIn = KeepSignIn.PROTECTED, client: str = CLIENT
) -> TokenCache:
    cache = TokenCache(folder, (AUTHORITY, client), keep)
    cache.store._patience = 0.2
    return cache


def raising(error: Exception) -> Callable[[], None]:
    def trouble() -> None:
        raise error

    return trouble


def fault_of(cache: TokenCache) -> str:
    assert cache.fault is not None
    assert cache.fault.advice
    return str(cache.fault)


def test_the_next_start_finds_what_was_saved(store: Store, folder: Path) -> None:
    cache = cache_of(folder)
    cache.save(SECRET)
    assert cache.fault is None
    again = cache_of(folder)
    assert again.load() == SECRET
    assert again.fault is None


def test_on_disk_it_is_encrypted(store: Store, folder: Path) -> None:
    cache_of(folder).save(SECRET)
    for path in folder.iterdir():
        assert b"marked" not in path.read_bytes()
    (key,) = store.kept.values()
    assert len(base64.b64decode(key)) == 32


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists, not file modes")
@pytest.mark.parametrize("keep", [KeepSignIn.PROTECTED, KeepSignIn.FILE])
def test_on_disk_it_is_for_this_user_alone(store: Store, folder: Path, keep: KeepSignIn) -> None:
    cache_of(folder, keep).save(SECRET)
    assert (folder / "tokens").stat().st_mode & 0o777 == 0o600


def test_each_saving_looks_different_on_disk(store: Store, folder: Path) -> None:
    cache = cache_of(folder)
    contents = set()
    for _ in range(3):
        cache.save(SECRET)
        contents.add((folder / "tokens").read_bytes())
    assert len(contents) == 3


def test_two_homes_have_keys_of_their_own(store: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        cache_of(tmp_path / name).save(SECRET)
    assert len(store.kept) == 2


def test_another_client_reads_nothing_and_no_fault_is_told(store: Store, folder: Path) -> None:
    cache_of(folder).save(SECRET)
    other = cache_of(folder, client="native-2")
    assert (other.load(), other.fault) == ("", None)


def test_the_way_of_keeping_cannot_be_forged(store: Store, folder: Path) -> None:
    cache_of(folder).save(SECRET)
    path = folder / "tokens"
    other = cache_of(folder, client="native-2")
    head, _, body = path.read_bytes().partition(b"\n")
    path.write_bytes(head.replace(head.split()[2], other._binding.encode()) + b"\n" + body)
    assert other.load() == ""
    assert "was changed" in fault_of(other)


@pytest.mark.parametrize(
    ("was", "chosen"),
    [(KeepSignIn.FILE, KeepSignIn.PROTECTED), (KeepSignIn.PROTECTED, KeepSignIn.FILE)],
)
def test_what_is_not_in_the_chosen_form_is_not_read(
    store: Store, folder: Path, was: KeepSignIn, chosen: KeepSignIn
) -> None:
    cache_of(folder, was).save(SECRET)
    cache = cache_of(folder, chosen)
    assert cache.load() == ""
    assert "does not match the setting “Stay signed in”" in fault_of(cache)
    cache.save(SECRET)
    assert cache_of(folder, chosen).load() == SECRET


@pytest.mark.parametrize("keep", [KeepSignIn.PROTECTED, KeepSignIn.FILE])
@pytest.mark.parametrize("version", [b"1", b"3"])
def test_what_another_version_saved_is_not_read_but_replaced(
    store: Store, folder: Path, keep: KeepSignIn, version: bytes
) -> None:
    cache_of(folder, keep).save(SECRET)
    path = folder / "tokens"
    path.write_bytes(path.read_bytes().replace(b"ccwatch-sign-in-2", b"ccwatch-sign-in-" + version))
    cache = cache_of(folder, keep)
    assert cache.load() == ""
    assert "saved by another version" in fault_of(cache)
    cache.save(SECRET)
    assert cache_of(folder, keep).load() == SECRET


def test_what_this_version_once_saved_is_still_read(store: Store, folder: Path) -> None:
    (folder / "tokens").write_bytes(base64.b64decode(SAVED))
    cache = cache_of(folder)
    store.kept[SERVICE, cache.store._name] = base64.b64encode(bytes(range(32))).decode()
    assert (cache.load(), cache.fault) == (SECRET, None)


def test_a_form_that_there_is_not_is_not_read(store: Store, folder: Path) -> None:
    cache_of(folder, KeepSignIn.FILE).save(SECRET)
    path = folder / "tokens"
    for other in (b"session", b"none", b"FILE", b"plain"):
        path.write_bytes(path.read_bytes().replace(b" file ", b" " + other + b" "))
        for keep in (KeepSignIn.PROTECTED, KeepSignIn.FILE):
            assert cache_of(folder, keep).load() == ""
        cache_of(folder, KeepSignIn.FILE).save(SECRET)


def plain_store() -> KeyringBackend:
    """Return a store like one of keyrings.alt, which stores the key in a plain file."""

    class PlaintextKeyring(Store):
        """It looks like a credential store, but does not protect the key."""

    PlaintextKeyring.__module__ = "keyrings.alt.file"
    PlaintextKeyring.__qualname__ = "PlaintextKeyring"
    return PlaintextKeyring()


def test_a_store_that_protects_nothing_is_none_and_is_named(store: Store, folder: Path) -> None:
    plain = plain_store()
    keyring.set_keyring(plain)
    cache = cache_of(folder)
    cache.save(SECRET)
    assert "keyrings.alt.file.PlaintextKeyring" in fault_of(cache)
    assert not (folder / "tokens").exists()
    assert vars(plain)["kept"] == {}
    with pytest.raises(SignInNotKept, match="PlaintextKeyring"):
        cache.store.kind()


@pytest.mark.parametrize("error", [ModuleNotFoundError("x"), RuntimeError("x"), TypeError("x")])
def test_a_configured_store_that_cannot_be_loaded_is_not_called_a_passing_fault(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(keyring, "get_keyring", Mock(side_effect=error))
    cache = cache_of(folder)
    cache.save(SECRET)
    assert f"cannot be loaded ({type(error).__name__})" in fault_of(cache)
    assert cache.fault is not None
    assert "keyring’s configuration" in cache.fault.advice
    assert not (folder / "tokens").exists()


@pytest.mark.parametrize("plain_first", [True, False])
def test_of_several_stores_the_one_that_is_used_counts(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, plain_first: bool
) -> None:
    plain = plain_store()
    members = [plain, store] if plain_first else [store, plain]
    monkeypatch.setattr(ChainerBackend, "backends", members)
    keyring.set_keyring(ChainerBackend())  # type: ignore[no-untyped-call]
    cache = cache_of(folder)
    cache.save(SECRET)
    assert vars(plain)["kept"] == {}
    assert bool(cache.fault) is plain_first
    assert len(store.kept) == (0 if plain_first else 1)
    if not plain_first:
        assert cache.store.kind() == "a store in memory"
        assert cache_of(folder).load() == SECRET


def test_no_store_among_several_is_none(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChainerBackend, "backends", [])
    keyring.set_keyring(ChainerBackend())  # type: ignore[no-untyped-call]
    cache = cache_of(folder)
    cache.save(SECRET)
    assert "No credential store" in fault_of(cache)


def test_the_real_stores_are_those_of_keyring() -> None:
    for name in REAL_STORES:
        module, _, kind = name.rpartition(".")
        assert hasattr(importlib.import_module(module), kind), name


def test_on_windows_the_key_stays_on_the_computer(store: Store, folder: Path) -> None:
    store.persist = "enterprise"  # type: ignore[attr-defined]
    cache_of(folder).save(SECRET)
    assert store.persist == "local machine"  # type: ignore[attr-defined]


def test_a_session_leaves_nothing_on_disk(store: Store, folder: Path) -> None:
    cache_of(folder).save(SECRET)
    cache_of(folder, KeepSignIn.SESSION).save(SECRET)
    assert not (folder / "tokens").exists()
    assert cache_of(folder, KeepSignIn.SESSION).load() == ""


def test_a_session_is_never_written_not_even_for_a_moment(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ccwatch.cloud.token_file.write_private", lambda *_: pytest.fail("wrote"))
    cache_of(folder, KeepSignIn.SESSION).save(SECRET)


def test_a_plain_file_needs_no_store(store: Store, folder: Path) -> None:
    store.trouble = raising(NoKeyringError())
    cache_of(folder, KeepSignIn.FILE).save(SECRET)
    again = cache_of(folder, KeepSignIn.FILE)
    assert (again.load(), again.fault) == (SECRET, None)
    assert store.asked == 0


def test_without_a_store_it_lasts_for_the_session_and_says_so(store: Store, folder: Path) -> None:
    store.trouble = raising(NoKeyringError())
    cache = cache_of(folder)
    cache.save(SECRET)
    assert "No credential store" in fault_of(cache)
    assert "“File” in the settings" in fault_of(cache)
    assert not (folder / "tokens").exists()


def test_a_store_that_keeps_nothing_is_none(store: Store, folder: Path) -> None:
    keyring.set_keyring(null.Keyring())  # type: ignore[no-untyped-call]
    cache = cache_of(folder)
    cache.save(SECRET)
    assert "No credential store" in fault_of(cache)


def test_a_store_that_forgets_its_key_is_none(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Store, "get_password", lambda *_: None)
    cache = cache_of(folder)
    cache.save(SECRET)
    assert "No credential store" in fault_of(cache)
    assert not (folder / "tokens").exists()


def test_a_locked_store_is_named(store: Store, folder: Path) -> None:
    cache_of(folder).save(SECRET)
    store.trouble = raising(KeyringLocked())
    cache = cache_of(folder)
    assert cache.load() == ""
    assert "is locked" in fault_of(cache)
    assert (folder / "tokens").exists()


def test_a_store_that_does_not_answer_is_waited_for_briefly_and_then_taken_up(
    store: Store, folder: Path
) -> None:
    cache_of(folder).save(SECRET)
    unlocked, answered = threading.Event(), threading.Event()
    store.trouble = lambda: (unlocked.wait(10), None)[1]
    cache = cache_of(folder)
    cache.store.on_late_answer = answered.set
    assert cache.load() == ""
    assert "does not answer" in fault_of(cache)
    unlocked.set()
    assert answered.wait(10)
    assert cache.load() == SECRET
    assert cache.fault is None


def test_a_store_that_breaks_is_told_without_its_own_words(store: Store, folder: Path) -> None:
    store.trouble = raising(RuntimeError("marked"))
    cache = cache_of(folder)
    cache.save(SECRET)
    assert "failed (RuntimeError)" in fault_of(cache)
    assert "marked" not in fault_of(cache)


def test_a_store_that_failed_is_asked_again_only_for_a_new_sign_in(
    store: Store, folder: Path
) -> None:
    store.trouble = raising(KeyringLocked())
    cache = cache_of(folder)
    for _ in range(3):
        cache.save(SECRET)
    assert store.asked == 1
    store.trouble = lambda: None
    cache.save(SECRET, ask=True)
    assert cache.fault is None
    assert cache_of(folder).load() == SECRET


def test_a_key_that_no_longer_fits_is_told(store: Store, folder: Path) -> None:
    cache_of(folder).save(SECRET)
    for name in store.kept:
        store.kept[name] = base64.b64encode(bytes(32)).decode()
    cache = cache_of(folder)
    assert cache.load() == ""
    assert "another key" in fault_of(cache)


@pytest.mark.parametrize("key", [None, "", "no base64", "c2hvcnQ="])
def test_a_key_that_is_gone_is_told(store: Store, folder: Path, key: str | None) -> None:
    cache_of(folder).save(SECRET)
    for name in [*store.kept]:
        if key is None:
            del store.kept[name]
        else:
            store.kept[name] = key
    cache = cache_of(folder)
    assert cache.load() == ""
    assert "no longer in the credential store" in fault_of(cache)
    cache.save(SECRET)
    assert cache_of(folder).load() == SECRET


@pytest.mark.parametrize("keep", [KeepSignIn.PROTECTED, KeepSignIn.FILE])
def test_a_truncated_file_is_told_at_any_length_and_replaced(
    store: Store, folder: Path, keep: KeepSignIn
) -> None:
    cache_of(folder, keep).save(SECRET)
    whole = (folder / "tokens").read_bytes()
    for length in range(len(whole)) if keep == KeepSignIn.PROTECTED else (0, 1, 30):
        (folder / "tokens").write_bytes(whole[:length])
        cache = cache_of(folder, keep)
        assert cache.load() == ""
        assert "Sign in again." in fault_of(cache)
    cache.save(SECRET)
    assert cache_of(folder, keep).load() == SECRET


@pytest.mark.usefixtures("file_modes_hold")
def test_a_folder_that_cannot_be_written_is_told(store: Store, folder: Path) -> None:
    folder.chmod(0o500)
    cache = cache_of(folder)
    cache.save(SECRET)
    assert "Permission denied" in fault_of(cache)
    folder.chmod(0o700)


def test_forgetting_removes_the_file_and_the_key(store: Store, folder: Path) -> None:
    cache = cache_of(folder)
    cache.save(SECRET)
    cache.forget()
    assert not (folder / "tokens").exists()
    assert store.kept == {}
    cache.forget()
    assert cache.fault is None


@pytest.mark.parametrize("keep", [KeepSignIn.PROTECTED, KeepSignIn.FILE, KeepSignIn.SESSION])
def test_what_cannot_be_removed_is_called_so_whatever_it_is(
    store: Store, folder: Path, keep: KeepSignIn
) -> None:
    (folder / "tokens").mkdir(parents=True)
    cache = cache_of(folder, keep)
    assert cache.forget()
    assert cache.fault is not None
    assert cache.fault.title == "Sign-in not removed"
    assert cache.fault.advice == "Delete this file."


def test_what_cannot_be_read_but_is_removed_was_kept(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = cache_of(folder)
    cache.save(SECRET)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.exists():
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert cache.forget()
    assert cache.fault is None
    assert not (folder / "tokens").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows wants a privilege for a link")
def test_what_a_link_leads_to_is_never_written_to(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder.with_name("other")
    other.write_text("mine")
    folder.mkdir(exist_ok=True)
    (folder / "tokens").symlink_to(other)
    monkeypatch.setattr(Path, "unlink", Mock(side_effect=PermissionError(13, "Permission denied")))
    cache = cache_of(folder)
    cache.forget()
    assert other.read_text() == "mine"
    assert cache.fault is not None
    assert cache.fault.title == "Sign-in not removed"


def test_after_forgetting_a_new_key_is_made(store: Store, folder: Path) -> None:
    cache = cache_of(folder)
    cache.save(SECRET)
    (before,) = store.kept.values()
    cache.forget()
    cache.save(SECRET)
    (after,) = store.kept.values()
    assert after != before
    assert cache_of(folder).load() == SECRET


@pytest.mark.skipif(os.name != "posix", reason="Windows has access lists, not file modes")
def test_the_folder_is_made_for_this_user_alone(store: Store, tmp_path: Path) -> None:
    folder, before = tmp_path / "new", os.umask(0)
    try:
        with cache_of(folder).lock():
            assert folder.stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)


def test_what_another_process_wrote_is_noticed(store: Store, folder: Path) -> None:
    mine, other = cache_of(folder), cache_of(folder)
    mine.save(SECRET)
    assert not mine.changed()
    other.save(SECRET)
    assert mine.changed()
    mine.load()
    assert not mine.changed()


def test_one_renews_at_a_time(store: Store, folder: Path) -> None:
    with cache_of(folder).lock():
        assert not Lock(folder / "lock").acquire()
    lock = Lock(folder / "lock")
    assert lock.acquire()
    lock.release()
