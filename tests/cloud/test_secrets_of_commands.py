"""Tokens, codes and verifiers leave the commands only to the issuer and the service."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ccwatch.stand_in import StandIn
from tests.cloud.issuer import CLIENT, SECRET, Issuer, come_back
from tests.cloud.servers import Answer, free_port
from tests.cloud.test_issuer_answers import UNUSABLE, text

ROOT = Path(__file__).parents[2]
JOB = "5d0c7b52-0001-4000-8000-00000000000a"
WORST = {name: UNUSABLE[name] for name in ("text after", "access_token list", "500 page")} | {
    "byte-order mark": text(lambda body: b"\xef\xbb\xbf" + body)
}
Distort = Callable[[dict[str, Any]], Answer]


class Terminal:
    """Runs commands in a separate home, and records all of their output."""

    def __init__(self, home: Path, issuer: Issuer, service: StandIn) -> None:
        self.home = home
        self.issuer = issuer
        self.said = ""
        self.secrets: set[str] = set()
        (home / "settings.json").write_text('{"keep_sign_in": "file"}')
        self._env = {
            **os.environ,
            "CCWATCH_HOME": str(home),
            "CCWATCH_API_URL": service.url,
            "CCWATCH_AUTHORITY": issuer.spy.url,
            "CCWATCH_CLIENT_ID": CLIENT,
            "CCWATCH_REDIRECT_PORTS": str(free_port()),
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
        }

    def run(self, *arguments: str) -> int:
        """Run a command, with a browser whose user agrees; return its exit code."""
        with subprocess.Popen(
            [sys.executable, "-m", "ccwatch", *arguments],
            env=self._env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as command:
            assert command.stdout
            for line in command.stdout:
                self.said += line
                if line.startswith(f"{self.issuer.spy.url}/authorize"):
                    self._agree(line.strip())
        return command.wait(60)

    def leaks(self) -> list[str]:
        """Return the places where a secret appears that should not be there."""
        for form in self.issuer.used:
            secret = ("code", "code_verifier", "refresh_token")
            self.secrets |= {value for name, value in form.items() if name in secret}
        found = ["said"] if SECRET in self.said or any(s in self.said for s in self.secrets) else []
        for path in self.home.rglob("*"):
            if path.is_file() and path.name != "tokens" and SECRET.encode() in path.read_bytes():
                found.append(str(path))
        return found

    def _agree(self, page: str) -> None:
        answer = self.issuer.authorise(page)
        threading.Thread(target=come_back, args=(page,), kwargs=answer).start()


@pytest.fixture
def terminal(tmp_path: Path, issuer: Issuer, stand_in: StandIn) -> Terminal:
    return Terminal(tmp_path, issuer, stand_in)


@pytest.mark.parametrize(
    ("distort", "verbose"),
    [
        *((distort, []) for distort in WORST.values()),
        *((WORST[name], ["--verbose"]) for name in ("text after", "access_token list")),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_without_a_secret(
    terminal: Terminal, distort: Distort, verbose: list[str]
) -> None:
    terminal.issuer.distort = distort
    code = terminal.run("sign-in", *verbose)
    good = "Signed in as" in terminal.said
    assert code == (0 if good else 3)
    terminal.issuer.distort = None
    terminal.issuer.expires_in = 1
    assert terminal.run("sign-in") == 0
    terminal.issuer.distort = distort
    threading.Event().wait(1)
    terminal.run("watch", JOB, "--timeout", "1", *verbose)
    terminal.issuer.distort = None
    terminal.run("sign-out", *verbose)
    assert terminal.leaks() == []
    assert "Traceback" not in terminal.said
    assert not (terminal.home / "sign-in" / "tokens").exists()


@pytest.mark.parametrize("verbose", [[], ["--verbose"]], ids=["plain", "verbose"])
def test_what_libraries_say_is_not_printed_as_it_is(verbose: list[str]) -> None:
    script = f"""
import asyncio, logging, sys, threading, warnings
from ccwatch import cli

def run(options):
    import ccwatch.cloud
    token = "Bearer {SECRET}"
    for name in ("", "msal", "msal.oauth2cli.oauth2", "urllib3.connectionpool", "requests",
                 "keyring", "asyncio", "qasync", "PIL", "charset_normalizer", "any.other"):
        log = logging.getLogger(name)
        try:
            raise ValueError(token)
        except ValueError:
            log.exception("%s", token)
        for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.CRITICAL):
            log.log(level, "%s", token)
        log.error("%s and %d", token, token)
        logging.error(token)
    logging.getLogger("msal.oauth2cli.oauth2").error("no JSON: %s", "{SECRET} in any form")
    warnings.warn(token)

    def broken(*_):
        raise ValueError(token)

    thread = threading.Thread(target=broken)
    thread.start()
    thread.join()
    class Broken:
        __del__ = broken
    Broken()

    async def main():
        asyncio.get_running_loop().call_soon(broken)
        task = asyncio.ensure_future(asyncio.to_thread(broken))
        await asyncio.sleep(0.1)
        del task

    asyncio.run(main())
    raise BaseException(token)

cli._status = run
cli.main(["status", *{verbose!r}])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=60,
        check=False,
    )
    assert SECRET not in done.stdout + done.stderr
    if not verbose:
        lines = set(done.stderr.splitlines())
        assert {line.split(":")[0] for line in lines} == {"ccwatch"}, done.stderr
    assert done.returncode == 1
