"""An invalid setting stops nothing: it is refused by name everywhere, or valid everywhere."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.cloud.client import HttpClient
from ccwatch.cloud.connection import account_for
from ccwatch.cloud.http_session import open_session
from ccwatch.cloud.loopback import redirect_address
from ccwatch.cloud.proxies import proxy_of
from ccwatch.core.budget import Budget, queries_at_once
from ccwatch.core.settings import Settings, about, names, ports, with_environment, with_values
from ccwatch.core.settings_exchange import judged
from ccwatch.disk import settings_file
from ccwatch.log import LEVELS
from tests.core.strategies import setting_values

ROOT = Path(__file__).parents[1]
DEFAULT = Settings()
# One for each setting, as found in files and input.
WRONG: dict[str, Any] = {
    **{name: "maybe" for name in names() if isinstance(getattr(DEFAULT, name), bool)},
    **dict.fromkeys(("notify_progress_every", "requests_per_minute", "requests_per_hour"), -1),
    **dict.fromkeys(("theme", "tray_icon", "language", "log", "keep_sign_in"), "none"),
    **dict.fromkeys(("quiet_from", "quiet_to"), "24:00"),
    "update_feed": "http://example.org/feed.json",
    "client_id": "two words",
    "scopes": 'with "quotes"',
    "redirect_ports": "99999",
    "authority": "http://localhost:5000",
    "api_url": "https://api.example.org:99999",
    "proxy": "socks5://proxy:1080",
    "job_page": "file:///{job}",
}


def use(settings: Settings, folder: Path) -> None:
    """Build from the settings everything that the program builds."""
    account = account_for(settings, {}, folder)
    assert account.label
    with closing(HttpClient(settings.api_url, lambda: "t", proxy=settings.proxy)):
        pass
    for address in filter(None, (settings.authority, settings.api_url, settings.update_feed)):
        with closing(open_session(address, settings.proxy)) as session:
            session.prepare_request(_request(f"{address}/path"))
        proxy_of(address, settings.proxy)
    assert all(redirect_address(port) for port in ports(settings))
    assert all(0 < port < 65536 for port in ports(settings))
    Budget(settings.requests_per_minute, settings.requests_per_hour)
    assert queries_at_once(settings.requests_per_minute) > 0
    assert settings.log in LEVELS
    assert not settings.job_page or settings.job_page.startswith("http")


def _request(address: str) -> Any:
    from ccwatch.cloud.slim_requests import requests

    return requests.Request("GET", address)


def test_there_is_a_wrong_value_for_each_setting() -> None:
    assert WRONG.keys() == {*names()}
    settings, refused = with_values(DEFAULT, WRONG)
    assert settings == DEFAULT
    assert refused.keys() == WRONG.keys()


@given(st.sampled_from(names()), setting_values())
def test_a_value_is_refused_by_its_name_or_good_for_all(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: Any
) -> None:
    folder = tmp_path_factory.getbasetemp()
    typed, refused = with_values(DEFAULT, {name: value})
    if not refused:
        use(typed, folder)
    from_file = json.loads(json.dumps({name: value}))
    path = folder / "settings.json"
    path.write_text(json.dumps(from_file), "utf-8")
    loaded, complaints = settings_file.load(path)
    assert loaded == typed
    assert [complaint.split()[0] for complaint in complaints] == [*refused]
    assert settings_file.usable(path) == (loaded, complaints)
    outcome = judged(from_file, DEFAULT, {})
    if loaded.keep_sign_in != "file":  # valid in itself, but never accepted from a file
        assert [sentence.split(":")[0] for sentence in outcome.refused] == [*refused]
    variable = about(name).env
    if variable and isinstance(value, str) and value.strip():
        set_by, not_used = with_environment(DEFAULT, {variable: value})
        assert set_by == typed
        assert [*not_used] == ([variable] if refused else [])


_SHOWS_ITS_FIRST_MESSAGE = """
import os, sys
from pathlib import Path
import ccwatch.desktop.start
from ccwatch.ui.window.job_window import JobWindow

def show(self, words, *more):
    print(words)
    sys.stdout.flush()
    os._exit(0)

JobWindow.show_message = show
presets = os.environ.get("PRESETS")
ccwatch.desktop.start.presets_of_this_copy = lambda: Path(presets) if presets else None
from ccwatch.cli import main
sys.exit(main(["--hidden"]))
"""


def started(home: Path, **environ: str) -> str:
    """Start the program; return the first message in its window."""
    done = subprocess.run(
        [sys.executable, "-c", _SHOWS_ITS_FIRST_MESSAGE],
        env=os.environ | {"CCWATCH_HOME": str(home)} | environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def home_with(folder: Path, values: dict[str, Any]) -> Path:
    home = folder / "home"
    home.mkdir(mode=0o700)
    (home / "settings.json").write_text(json.dumps(values), "utf-8")
    return home


def test_the_program_starts_with_nothing_but_wrong_values_in_its_file(tmp_path: Path) -> None:
    home = home_with(tmp_path, WRONG)
    said = started(home)
    assert f"theme in {home / 'settings.json'}: “Theme” must be one of" in said
    assert said.endswith(f" And {len(WRONG) - 1} more.\n")
    assert len(said) < 300, "a note in the window is no longer"
    log = (home / "logs" / "ccwatch.log").read_text("utf-8")
    assert all(f" {name} in {home / 'settings.json'}: “" in log for name in WRONG)


@pytest.mark.parametrize("name", ["redirect_ports", "authority", "api_url", "proxy", "client_id"])
def test_the_program_starts_with_a_wrong_value_beside_a_client_id(
    tmp_path: Path, name: str
) -> None:
    home = home_with(tmp_path, {"client_id": "native-1", name: WRONG[name]})
    said = started(home)
    assert f"{name} in {home / 'settings.json'}: “{about(name).label}”" in said
    assert "The default is used instead." in said


def test_the_program_starts_with_wrong_variables(tmp_path: Path) -> None:
    given_values = {about(name).env: str(WRONG[name]) for name in names() if about(name).env}
    variables = {str(variable): value for variable, value in given_values.items()}
    home = home_with(tmp_path, {})
    said = started(home, **variables)
    assert "CCWATCH_CLIENT_ID: “" in said
    log = (home / "logs" / "ccwatch.log").read_text("utf-8")
    assert all(f"{variable}: “" in log for variable in variables)


def test_the_program_starts_with_a_token_that_cannot_be_sent(tmp_path: Path) -> None:
    said = started(home_with(tmp_path, {}), CCWATCH_ACCESS_TOKEN="se\ncret")
    assert "CCWATCH_ACCESS_TOKEN has" in said
    assert "cret" not in said


def test_the_program_starts_with_wrong_presets(tmp_path: Path) -> None:
    presets = tmp_path / "presets.json"
    presets.write_text(json.dumps({"redirect_ports": "99999", "theme": "dark"}))
    home = tmp_path / "home"
    said = started(home, PRESETS=str(presets))
    assert f"redirect_ports in {presets}: “" in said
    assert settings_file.load(home / "settings.json") == (Settings(theme="dark"), [])
