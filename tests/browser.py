"""A real browser, controlled through its driver over the WebDriver protocol."""

import json
import os
import re
import shutil
import subprocess
import tempfile
from contextlib import suppress
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from tests.virtual_desktop import wait_until

PATIENCE = 20.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


def why_not() -> str | None:
    """Return why the browser cannot be started here, None when it can."""
    missing = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"{' and '.join(missing)} not installed" if missing else None


class Browser:
    """Headless Chromium with a separate profile, while its `with` block lasts."""

    def __enter__(self) -> Self:
        self._profile = tempfile.TemporaryDirectory(prefix="browser-", ignore_cleanup_errors=True)
        self._driver = subprocess.Popen(
            ["chromedriver", "--port=0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            env={"PATH": os.environ["PATH"], "HOME": self._profile.name},
        )
        try:
            self._address = f"http://127.0.0.1:{self._port()}"
            self._session = f"/session/{self._begun()}"
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if session := getattr(self, "_session", None):
            self._ask("DELETE", session)
        self._driver.kill()
        self._driver.communicate()
        self._profile.cleanup()

    def open(self, address: str) -> None:
        """Go to an address."""
        self._ask("POST", f"{self._session}/url", {"url": address})

    @property
    def address(self) -> str:
        """The browser's current address."""
        return str(self._ask("GET", f"{self._session}/url"))

    def text(self) -> str:
        """Return the text on the page."""
        try:
            found = self._ask("GET", f"{self._session}/element/{self._find('body')}/text")
        except HTTPError:
            return ""
        return str(found)

    def type(self, selector: str, text: str) -> None:
        """Type into the element that the CSS selector names."""
        element = self._find(selector)
        self._ask("POST", f"{self._session}/element/{element}/value", {"text": text})

    def click(self, selector: str) -> None:
        """Click the element."""
        self._ask("POST", f"{self._session}/element/{self._find(selector)}/click", {})

    def wait_for(self, words: str) -> None:
        """Return once the page contains this text."""
        wait_until(lambda: words in self.text(), f"“{words}” on the page", PATIENCE)

    def forget(self) -> None:
        """Delete all cookies, which signs out at the issuer."""
        self._ask("POST", f"{self._session}/goog/cdp/execute", _CLEAR)

    def _port(self) -> int:
        assert self._driver.stdout
        for line in self._driver.stdout:
            if found := re.search(rb"started successfully on port (\d+)", line):
                return int(found[1])
        raise RuntimeError("the browser's driver does not start")

    def _begun(self) -> str:
        arguments = ["--headless=new", "--disable-gpu", f"--user-data-dir={self._profile.name}"]
        # Chromium's sandbox does not work for root, nor in most containers.
        arguments += ["--no-sandbox", "--disable-dev-shm-usage", "--no-proxy-server"]
        wanted = {
            "acceptInsecureCerts": True,
            "goog:chromeOptions": {"binary": shutil.which("chromium"), "args": arguments},
        }
        answer = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
        return str(answer["sessionId"])

    def _find(self, selector: str) -> str:
        wanted = {"using": "css selector", "value": selector}
        return str(self._ask("POST", f"{self._session}/element", wanted)[_ELEMENT])

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = Request(
            self._address + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urlopen(request, timeout=60) as reply:
            return json.load(reply)["value"]


_CLEAR = {"cmd": "Network.clearBrowserCookies", "params": {}}


def agree(browser: Browser, address: str, login: str = "ada") -> None:
    """Sign in at the issuer and consent; return on the page after that."""
    browser.open(address)
    wait_until(lambda: _is_through(browser, login), "the end of the sign-in", PATIENCE)


def refuse(browser: Browser, address: str) -> None:
    """Cancel at the issuer's first page."""
    browser.open(address)
    browser.click("a[href$=abort]")


def _is_through(browser: Browser, login: str) -> bool:
    text = browser.text()
    if "/interaction/" not in browser.address:
        return bool(text)
    with suppress(HTTPError):  # the page has changed in the meantime
        if "Sign-in" in text:
            browser.type("input[name=login]", login)
            browser.type("input[name=password]", "anything")
            browser.click("button[type=submit]")
        elif "Authorize" in text:
            browser.click("button[type=submit]")
    return False
