"""Chromium over its debugging pipe: opens pages and tells their titles, errors and pictures."""

import base64
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_SECONDS = 60
_ERRORS = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}
_OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1280,900"]


@dataclass
class Page:
    """What was seen of an address."""

    title: str
    errors: list[str]
    picture: bytes


@dataclass
class Browser:
    """One tab of a headless browser."""

    reading: Any
    writing: Any
    session: str = ""
    _number: int = 0
    _events: list[dict[str, Any]] = field(default_factory=list)

    def open(self, address: str) -> Page:
        """Go to an address and wait until it is loaded. Raises TimeoutError."""
        self._events.clear()
        self.call("Page.navigate", url=address)
        self._wait_for("Page.loadEventFired")
        title = self.call("Runtime.evaluate", expression="document.title")["result"]["value"]
        picture = base64.b64decode(self.call("Page.captureScreenshot")["data"])
        return Page(title, [text for event in self._events if (text := _error(event))], picture)

    def sign_in(self, address: str, name: str, value: str) -> None:
        self.call("Network.setCookie", url=address, name=name, value=value)

    def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        self.writing.write(json.dumps(message).encode() + b"\0")
        self.writing.flush()
        while (answer := self._next()).get("id") != self._number:
            self._events.append(answer)
        if "error" in answer:
            raise RuntimeError(f"Chromium refuses {method}: {answer['error']['message']}")
        return answer["result"]

    def _wait_for(self, event: str) -> None:
        until = time.monotonic() + _SECONDS
        while not any(known.get("method") == event for known in self._events):
            if time.monotonic() > until:
                raise TimeoutError(f"Chromium did not tell {event} within {_SECONDS} s.")
            self._events.append(self._next())

    def _next(self) -> dict[str, Any]:
        text = b""
        while (byte := self.reading.read(1)) != b"\0":
            if not byte:
                raise RuntimeError("Chromium has ended.")
            text += byte
        found: dict[str, Any] = json.loads(text)
        return found


@contextmanager
def started() -> Iterator[Browser]:
    to_browser, writing = os.pipe()
    reading, from_browser = os.pipe()
    with tempfile.TemporaryDirectory(prefix="gotuto-chromium-", ignore_cleanup_errors=True) as profile:
        # The pipe is by Chromium's definition on the descriptors 3 and 4.
        command = f'exec chromium "$@" 3<&{to_browser} 4>&{from_browser}'
        options = [*_OPTIONS, "--remote-debugging-pipe", f"--user-data-dir={profile}"]
        process = subprocess.Popen(
            ["bash", "-c", command, "chromium", *options],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        browser = Browser(os.fdopen(reading, "rb"), os.fdopen(writing, "wb"))
        try:
            target = browser.call("Target.createTarget", url="about:blank")["targetId"]
            browser.session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
            for domain in ("Page", "Runtime", "Log", "Network"):
                browser.call(f"{domain}.enable")
            yield browser
        finally:
            process.terminate()
            process.wait(20)


def _error(event: dict[str, Any]) -> str:
    if event.get("method") not in _ERRORS:
        return ""
    told = event["params"]
    if event["method"] == "Runtime.exceptionThrown":
        return str(told["exceptionDetails"]["text"])
    if event["method"] == "Runtime.consoleAPICalled":
        return " ".join(str(part.get("value", "")) for part in told["args"]) if told["type"] == "error" else ""
    return f"{told['entry']['text']} {told['entry'].get('url', '')}" if told["entry"]["level"] == "error" else ""
