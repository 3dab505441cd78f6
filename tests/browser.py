"""A real browser for tests: headless Chromium, driven by chromedriver over the WebDriver protocol."""

import base64
import http.client
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.databases import free_port

PATIENCE = 60.0
"""Seconds for which a driver may be starting."""
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
"""The key under which WebDriver hands out an element."""


class Browser:
    """A browser with one page."""

    def __init__(self, port: int, folder: Path) -> None:
        self._port = port
        options = {
            "args": [
                *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"),
                *("--window-size=1366,900", "--hide-scrollbars", f"--user-data-dir={folder}"),
                *("--disable-background-networking", "--no-first-run", "--lang=zh-CN"),
            ],
            "binary": shutil.which("chromium"),
            "prefs": {"profile.managed_default_content_settings.javascript": 2},  # the pages need none
        }
        wanted = {"acceptInsecureCerts": True, "goog:chromeOptions": options}
        made = self._call("POST", "", {"capabilities": {"alwaysMatch": wanted}})
        self._session = f"/{made['sessionId']}"

    def _call(self, method: str, path: str, said: dict[str, Any] | None = None) -> Any:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        session = getattr(self, "_session", "")
        body = json.dumps(said or {}) if method == "POST" else None
        line.request(method, f"/session{session}{path}", body, {"Content-Type": "application/json"})
        answer = json.loads(line.getresponse().read())["value"]
        line.close()
        if isinstance(answer, dict) and "error" in answer:
            raise AssertionError(f"{answer['error']}: {answer['message']}")
        return answer

    # --- what a person does -------------------------------------------------------------------------------

    def open(self, url: str) -> None:
        """Open an address."""
        self._call("POST", "/url", {"url": url})

    def find(self, css: str) -> str:
        """Return an element."""
        return str(self._call("POST", "/element", {"using": "css selector", "value": css})[ELEMENT])

    def all(self, css: str) -> list[str]:
        """Return the texts of every such element."""
        found = self._call("POST", "/elements", {"using": "css selector", "value": css})
        return [self._call("GET", f"/element/{one[ELEMENT]}/text") for one in found]

    def type(self, css: str, text: str) -> None:
        """Type into a field."""
        self._call("POST", f"/element/{self.find(css)}/clear")
        self._call("POST", f"/element/{self.find(css)}/value", {"text": text})

    def press(self, css: str) -> None:
        """Press something."""
        self._call("POST", f"/element/{self.find(css)}/click")

    def press_link(self, words: str) -> None:
        """Press the link with these words."""
        found = self._call("POST", "/element", {"using": "link text", "value": words})
        self._call("POST", f"/element/{found[ELEMENT]}/click")

    # --- what a person sees -------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self._call("GET", f"/element/{self.find('body')}/text"))

    def until(self, words: str) -> str:
        """Return what the page says once it says this: a click does not wait for the page it leads to."""
        for _ in range(400):
            with suppress(AssertionError):  # the page is being changed for another
                if words in (said := self.text):
                    return said
        raise AssertionError(f"{words!r} is not on the page: {self.text}")

    @property
    def url(self) -> str:
        """Where it is."""
        return str(self._call("GET", "/url"))

    def cookies(self) -> list[dict[str, Any]]:
        """Return the cookies."""
        return list(self._call("GET", "/cookie"))

    def forget(self) -> None:
        """Drop the cookies: whoever was logged in is so no more."""
        self._call("DELETE", "/cookie")

    def picture(self, out: Path) -> None:
        """Keep a picture of what is seen."""
        out.write_bytes(base64.b64decode(self._call("GET", "/screenshot")))

    def close(self) -> None:
        """Close the browser."""
        self._call("DELETE", "")


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """Give a browser whose profile lies in a folder."""
    port = free_port()
    driver = subprocess.Popen(
        ["chromedriver", f"--port={port}", "--silent"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "NO_PROXY": "127.0.0.1"},
    )
    try:
        _await(port)
        made = Browser(port, folder)
        try:
            yield made
        finally:
            made.close()
    finally:
        driver.terminate()
        driver.wait()


def _await(port: int) -> None:
    """Wait until the driver listens: a busy machine takes its time to start it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        os.sched_yield()
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=0.05)
        try:
            line.request("GET", "/status")
            line.getresponse().read()
        except OSError:
            continue
        finally:
            line.close()
        return
    raise AssertionError("chromedriver does not answer")
