"""The table of settings: bounds, addresses, and the environment that wins."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccwatch.core.errors import SettingRefused
from ccwatch.core.setting_checks import scopes_of
from ccwatch.core.settings import (
    Settings,
    about,
    managed_by,
    ports,
    with_environment,
    with_value,
    with_values,
)
from tests.core.strategies import setting_values

DEFAULT = Settings()


@pytest.mark.parametrize("name", [entry.name for entry in fields(Settings)])
def test_every_setting_has_a_label_a_group_and_a_default_in_bounds(name: str) -> None:
    told = about(name)
    assert told.label
    assert told.group in ("General", "Notifications", "Account", "Service")
    assert with_value(DEFAULT, name, getattr(DEFAULT, name)) == DEFAULT


def test_all_notices_are_on_but_the_one_for_every_few_percent() -> None:
    switches = {f.name: getattr(DEFAULT, f.name) for f in fields(Settings) if "notify" in f.name}
    assert switches.pop("notify_progress_every") == 0
    assert len(switches) == 11
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
        ("redirect_ports", "1, 65535", "1, 65535"),
        ("api_url", "https://qa-api.bentley.com/", "https://qa-api.bentley.com"),
        ("api_url", "https://qa-api.bentley.com/v/X", "https://qa-api.bentley.com/v/X"),
        ("api_url", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("api_url", "http://localhost:8080/", "http://localhost:8080"),
        ("api_url", "http://[::1]:8080", "http://[::1]:8080"),
        ("authority", "HTTPS://IMS.Example/Path/", "https://ims.example/Path"),
        ("api_url", "https://bücher.example", "https://xn--bcher-kva.example"),
        ("api_url", "https://[2001:DB8::0001]:8443/a", "https://[2001:db8::1]:8443/a"),
        ("api_url", "https://api.bentley.com.", "https://api.bentley.com."),
        ("proxy", "HTTP://Proxy:8080/", "http://proxy:8080"),
        ("proxy", "http://[::1]:3128", "http://[::1]:3128"),
        ("proxy", "https://XBOX/", "https://xbox"),
        ("scopes", " itwin-platform  offline_access ", "itwin-platform offline_access"),
        ("job_page", "https://a.example/#/jobs/{job}?x=1", "https://a.example/#/jobs/{job}?x=1"),
        ("job_page", "http://localhost:8080/{job}/{job}", "http://localhost:8080/{job}/{job}"),
        ("job_page", "", ""),
        ("update_feed", "https://a.example/feed.json", "https://a.example/feed.json"),
        ("quiet", "off", False),
        ("quiet", 1, True),
        ("quiet", 0, False),
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
        ("authority", "http://localhost:5000"),
        ("authority", "http://[::1]:5000"),
        ("redirect_ports", "99999"),
        ("redirect_ports", "0"),
        ("redirect_ports", "47631,"),
        ("redirect_ports", 47631),
        ("redirect_ports", [47631]),
        ("notify_progress_every", "٤٧"),
        ("notify_progress_every", "1_0"),
        ("notify_progress_every", None),
        ("notify_progress_every", float("nan")),
        ("requests_per_minute", 10**100),
        ("quiet", 2),
        ("quiet", 1.0),
        ("quiet", []),
        ("quiet_from", "24:00"),
        ("quiet_from", "٢٢:00"),
        ("client_id", "two words"),
        ("client_id", "native\u00a01"),
        ("client_id", "nätive"),
        ("client_id", "a:b"),
        ("scopes", 'with"quote'),
        ("scopes", "back\\slash"),
        ("scopes", "ä"),
        ("scopes", ""),
        ("scopes", "openid offline_access"),
        ("language", "xx"),
        ("log", "debug"),
        ("theme", "Dark"),
        ("keep_sign_in", None),
        ("api_url", "https://api.bentley.com:0"),
        ("api_url", "https://api.bentley.com:"),
        ("api_url", "https://api.bentley.com:٤٤٣"),
        ("api_url", "https://api.bentley.com?"),
        ("api_url", "https://api.bentley.com#"),
        ("api_url", "https://a..example"),
        ("api_url", "https://.example"),
        ("api_url", "https://*.example"),
        ("api_url", "https://-a.example"),
        ("api_url", f"https://{'a' * 64}.example"),
        ("api_url", "https://" + "a." * 200 + "example"),
        ("api_url", "https://[fe80::1%25eth0]"),
        ("api_url", "https://[v1.x]"),
        ("api_url", "https://[a.example]"),
        ("api_url", "https://2001:db8::1"),
        ("api_url", "https://a.example\\.evil.example"),
        ("api_url", "https://a.example/\\"),
        ("api_url", "https://a.example/ä"),
        ("api_url", "https:a.example"),
        ("api_url", "//a.example"),
        ("api_url", "javascript://a.example"),
        ("update_feed", "http://a.example/feed.json"),
        ("update_feed", "https://me:secret@a.example"),
        ("proxy", "http://proxy:99999"),
        ("proxy", "http://proxy:0"),
        ("proxy", "http://proxy:"),
        ("proxy", "http://:8080"),
        ("proxy", "socks5://proxy:1080"),
        ("proxy", "http://proxy:8080/proxy.pac"),
        ("proxy", "http://me:se#secret@proxy:8080"),
        ("proxy", "http://::1:8080"),
        ("proxy", "http://a..b"),
        ("job_page", "https://a.example/jobs"),
        ("job_page", "https://{job}.example/"),
        ("job_page", "https://a.example:{job}/{job}"),
        ("job_page", "https://me:secret@a.example/{job}"),
        ("job_page", "http://a.example/{job}"),
        ("job_page", "file:///etc/{job}"),
        ("job_page", "javascript:alert({job})"),
        ("job_page", "https://a.example/<{job}>"),
    ],
)
def test_a_value_out_of_bounds_is_refused_by_its_label(name: str, value: Any) -> None:
    with pytest.raises(SettingRefused) as refused:
        with_value(DEFAULT, name, value)
    label = name if name == "nonsense" else about(name).label
    assert label in refused.value.message
    assert "secret" not in str(refused.value)
    assert refused.value.message.isprintable()


@given(st.sampled_from([entry.name for entry in fields(Settings)]), setting_values())
def test_any_value_is_kept_or_refused(name: str, value: Any) -> None:
    settings, refused = with_values(DEFAULT, {name: value})
    assert [*refused] in ([], [name])
    assert all(about(name).label in error.message for error in refused.values())
    assert with_value(settings, name, getattr(settings, name)) == settings
    assert type(getattr(settings, name)) is type(getattr(DEFAULT, name))


def test_the_environment_wins_over_the_file() -> None:
    kept = replace(DEFAULT, client_id="from-file", scopes="contextcapture:read")
    settings, refused = with_environment(
        kept,
        {
            "CCWATCH_API_URL": "http://127.0.0.1:9",
            "CCWATCH_AUTHORITY": "https://qa-ims.bentley.com",
            "CCWATCH_CLIENT_ID": "from-environment",
            "CCWATCH_SCOPES": "  ",
            "CCWATCH_REDIRECT_PORTS": "1, 2",
            "OTHER": "x",
        },
    )
    assert refused == {}
    assert settings.api_url == "http://127.0.0.1:9"
    assert settings.authority == "https://qa-ims.bentley.com"
    assert settings.client_id == "from-environment"
    assert settings.scopes == "contextcapture:read"
    assert ports(settings) == (1, 2)


@pytest.mark.parametrize(
    ("variable", "name"),
    [
        ("CCWATCH_API_URL", "api_url"),
        ("CCWATCH_AUTHORITY", "authority"),
        ("CCWATCH_CLIENT_ID", "client_id"),
        ("CCWATCH_SCOPES", "scopes"),
        ("CCWATCH_REDIRECT_PORTS", "redirect_ports"),
    ],
)
def test_a_wrong_variable_is_named_and_sets_nothing(variable: str, name: str) -> None:
    environ = {variable: "ä http://example.com"}
    settings, refused = with_environment(DEFAULT, environ)
    assert settings == DEFAULT
    assert [*refused] == [variable]
    assert about(name).label in refused[variable].message
    assert managed_by(name, environ) is None
    assert managed_by(name, {variable: ""}) is None


def test_ports_come_in_the_order_to_try() -> None:
    assert ports(replace(DEFAULT, redirect_ports="3 2,1")) == (3, 2, 1)
    assert len(ports(DEFAULT)) == 3


def test_scopes_that_every_sign_in_asks_for_are_not_given_twice() -> None:
    settings = with_value(DEFAULT, "scopes", "openid itwin-platform offline_access profile other")
    assert scopes_of(settings.scopes) == ["itwin-platform", "other"]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("api_url", "api.example.org", "must be an https URL, such as https://example.org."),
        ("api_url", "https://me:secret@a.example", "must not contain a user name or password."),
        ("api_url", "https://a.example:99999", "must have a port from 1 to 65535."),
        ("api_url", "https://a.example?b=c", "must not contain “?” or “#”."),
        ("api_url", "https://a.example/#b", "must not contain “?” or “#”."),
        ("api_url", "http://a.example", "plain http is allowed on this computer only. Use https."),
        ("job_page", "https://a.example/x", "must have the form https://example.org/jobs/{job}."),
        ("quiet_from", "7", "must have the form 22:00."),
        ("client_id", "a b", "may have letters, digits, dots, - and _, and no spaces."),
        ("scopes", "openid", "must have the form itwin-platform."),
        ("redirect_ports", "0", "must be numbers from 1 to 65535, such as 47631, 47632."),
        ("proxy", "a.example:1", "must have the form http://proxy.example.org:8080."),
        ("proxy", "http://a..b", "must have the form http://proxy.example.org:8080."),
        (
            "proxy",
            "http://me:secret@a.example",
            "must not contain a user name or password. Put those into HTTPS_PROXY.",
        ),
        ("theme", "pink", "must be one of system, light, dark, contrast."),
        ("client_id", 5, "must be one line of text."),
        ("quiet", "perhaps", "must be true or false."),
        ("notify_progress_every", "few", "must be a whole number."),
        ("notify_progress_every", 51, "must be between 0 and 50."),
        ("nonsense", 1, "There is no setting “nonsense”."),
    ],
)
def test_the_refusal_says_what_would_be_right(name: str, value: Any, said: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        with_value(DEFAULT, name, value)
    assert refused.value.message.endswith(said)
