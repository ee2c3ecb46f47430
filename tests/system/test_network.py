"""The network really comes and goes, in a separate namespace."""

import os
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from PySide6.QtNetwork import QNetworkInformation

from ccwatch.system.network import Network

_IN_A_NAMESPACE = """
import subprocess, sys
from PySide6.QtCore import QCoreApplication, QTimer
from ccwatch.system.network import Network

application = QCoreApplication([])
network = Network()
print(network.online(), flush=True)

def told(online):
    print(online, flush=True)
    if not online:
        application.quit()
    else:
        ip("route", "del", "default")

def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True)

network.changed.connect(told)
QTimer.singleShot(10_000, application.quit)
ip("link", "set", "lo", "up")
ip("link", "add", "one", "type", "veth", "peer", "two")
for link, address in (("one", "192.0.2.1/24"), ("two", "192.0.2.2/24")):
    ip("address", "add", address, "dev", link)
    ip("link", "set", link, "up")
ip("route", "add", "default", "via", "192.0.2.2", "dev", "one")
application.exec()
"""


def _namespace() -> list[str]:
    """Return the command for a namespace without a network; skip if not permitted."""
    command = ["unshare", "--map-root-user", "--net"]
    if not all(map(shutil.which, ("unshare", "ip"))):
        pytest.skip("unshare and ip are not installed")
    tried = subprocess.run(
        [*command, "ip", "link", "add", "one", "type", "veth", "peer", "two"],
        capture_output=True,
        check=False,
    )
    if tried.returncode:
        pytest.skip("namespaces of one's own are not allowed here")
    return command


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces are Linux's")
def test_a_network_that_comes_and_goes_is_told() -> None:
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    env.pop("DBUS_SYSTEM_BUS_ADDRESS", None)
    done = subprocess.run(
        [*_namespace(), sys.executable, "-c", _IN_A_NAMESPACE],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.split() == ["False", "True", "False"], done.stderr


def test_where_the_system_says_nothing_there_is_a_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "ccwatch.system.network.QNetworkInformation.loadBackendByFeatures", lambda _: False
    )
    assert Network().said() is None
    assert Network().online()


def test_a_system_that_does_not_know_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network()
    unknown = QNetworkInformation.Reachability.Unknown
    monkeypatch.setattr(network, "_information", SimpleNamespace(reachability=lambda: unknown))
    assert network.said() is None
    assert network.online()
