"""The table of settings: bounds, addresses, and the environment that wins."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.errors import SettingRefused
from ccwatch.core.settings import Settings, about, from_environment, ports, with_value

DEFAULT = Settings()


@pytest.mark.parametrize("name", [entry.name for entry in fields(Settings)])
def test_every_setting_has_a_label_a_group_and_a_default_in_bounds(name: str) -> None:
    told = about(name)
    assert told.label
    assert told.group in ("General", "Notices", "Account", "Service")
    assert with_value(DEFAULT, name, getattr(DEFAULT, name)) == DEFAULT


def test_all_notices_are_on_but_the_one_for_every_few_percent() -> None:
    switches = {f.name: getattr(DEFAULT, f.name) for f in fields(Settings) if "notify" in f.name}
    assert switches.pop("notify_progress_every") == 0
    assert len(switches) == 9
    assert all(switches.values())
    assert (DEFAULT.requests_per_minute, DEFAULT.requests_per_hour) == (500, 4500)
    assert (DEFAULT.api_url, DEFAULT.authority) == (
        "https://api.bentley.com",
        "https://ims.bentley.com",
    )
    assert DEFAULT.scopes == "itwin-platform"


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("quiet", "yes", True),
        ("quiet", " FALSE ", False),
        ("quiet", True, True),
        ("notify_progress_every", "10", 10),
        ("notify_progress_every", 50, 50),
        ("quiet_from", "23:30", "23:30"),
        ("client_id", "  native-abc \n", "native-abc"),
        ("redirect_ports", "1024 2048,4096", "1024 2048,4096"),
        ("api_url", "https://qa-api.bentley.com/", "https://qa-api.bentley.com"),
        ("api_url", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("api_url", "http://localhost:8080/", "http://localhost:8080"),
        ("api_url", "http://[::1]:8080", "http://[::1]:8080"),
        ("authority", "HTTPS://IMS.example/path", "HTTPS://IMS.example/path"),
        ("proxy", " http://proxy.example.org:8080 ", "http://proxy.example.org:8080"),
        ("proxy", "", ""),
    ],
)
def test_a_value_in_bounds_is_kept(name: str, value: Any, kept: Any) -> None:
    assert getattr(with_value(DEFAULT, name, value), name) == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("quiet", "perhaps"),
        ("quiet", None),
        ("proxy", "proxy.example.org:8080"),
        ("proxy", "http://me:secret@proxy.example.org:8080"),
        ("notify_progress_every", 51),
        ("notify_progress_every", -1),
        ("notify_progress_every", 3.7),
        ("notify_progress_every", float("inf")),
        ("notify_progress_every", True),
        ("notify_progress_every", "9" * 5000),
        ("notify_progress_every", [1]),
        ("requests_per_minute", 0),
        ("requests_per_hour", 10**9),
        ("quiet_from", "25:00"),
        ("quiet_from", "22:00+02:00"),
        ("quiet_to", "7"),
        ("client_id", 5),
        ("client_id", "x" * 2001),
        ("client_id", "a\nb"),
        ("redirect_ports", "none"),
        ("redirect_ports", ""),
        ("redirect_ports", "٤٧٦٣١"),
        ("nonsense", 1),
        ("api_url", ""),
        ("api_url", "api.bentley.com"),
        ("api_url", "ftp://api.bentley.com"),
        ("api_url", "https://"),
        ("api_url", "https://api.bentley.com:99999"),
        ("api_url", "https://[::1"),
        ("api_url", "https://me:secret@api.bentley.com"),
        ("api_url", "https://:secret@api.bentley.com"),
        ("api_url", "https://api.bentley.com?a=b"),
        ("api_url", "https://api.bentley.com#a"),
        ("api_url", "https://api.bentley.com/a b"),
        ("api_url", "https://api\n.bentley.com"),
        ("api_url", "http://api.bentley.com"),
        ("api_url", "http://127.0.0.1.evil.example"),
        ("api_url", "http://localhost@evil.example"),
        ("authority", "http://ims.bentley.com"),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_its_label(name: str, value: Any) -> None:
    with pytest.raises(SettingRefused) as refused:
        with_value(DEFAULT, name, value)
    label = name if name == "nonsense" else about(name).label
    assert label in refused.value.message
    assert "secret" not in str(refused.value)
    assert refused.value.message.isprintable()


@given(
    st.sampled_from([entry.name for entry in fields(Settings)]),
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text()),
)
def test_any_value_is_kept_or_refused(name: str, value: Any) -> None:
    try:
        settings = with_value(DEFAULT, name, value)
    except SettingRefused:
        return
    assert with_value(settings, name, getattr(settings, name)) == settings
    assert type(getattr(settings, name)) is type(getattr(DEFAULT, name))


def test_the_environment_wins_over_the_file() -> None:
    kept = replace(DEFAULT, client_id="from-file", scopes="contextcapture:read")
    settings = from_environment(
        kept,
        {
            "CCWATCH_API_URL": "http://127.0.0.1:9",
            "CCWATCH_AUTHORITY": "https://qa-ims.bentley.com",
            "CCWATCH_CLIENT_ID": "from-environment",
            "CCWATCH_SCOPES": "",
            "CCWATCH_REDIRECT_PORTS": "1, 2",
            "OTHER": "x",
        },
    )
    assert settings.api_url == "http://127.0.0.1:9"
    assert settings.authority == "https://qa-ims.bentley.com"
    assert settings.client_id == "from-environment"
    assert settings.scopes == "contextcapture:read"
    assert ports(settings) == (1, 2)


@pytest.mark.parametrize(
    "variable", ["CCWATCH_API_URL", "CCWATCH_AUTHORITY", "CCWATCH_REDIRECT_PORTS"]
)
def test_a_wrong_value_is_named_by_its_variable(variable: str) -> None:
    with pytest.raises(SettingRefused, match=f": {variable}: "):
        from_environment(DEFAULT, {variable: "http://example.com"})


def test_ports_come_in_the_order_to_try() -> None:
    assert ports(replace(DEFAULT, redirect_ports="3 2,1")) == (3, 2, 1)
    assert len(ports(DEFAULT)) == 3


@pytest.mark.parametrize("text", ["0", "65536", "1 99999"])
def test_ports_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(SettingRefused):
        ports(replace(DEFAULT, redirect_ports=text))
