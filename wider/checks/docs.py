"""The documentation as one site: built without a warning, and opened page by page without anything from another host."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from wider.check import Check, Failed, Tool
from wider.checks.browser import PICTURES
from wider.chromium import Browser, started
from wider.site import building

_PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
# A diagram is drawn where its text stood, a moment after the page is there.
_SEEN = """
new Promise(told => {
    const until = Date.now() + 10000;
    const look = () => {
        const left = document.querySelectorAll("pre.mermaid").length;
        if (left && Date.now() < until) return setTimeout(look, 50);
        const drawn = [...document.querySelectorAll("div.mermaid")].filter(one => one.offsetHeight > 40).length;
        const foreign = performance.getEntriesByType("resource").map(one => one.name)
            .filter(name => !name.startsWith(location.origin) && !name.startsWith("data:") && !name.startsWith("blob:"));
        const wide = document.documentElement.scrollWidth > innerWidth;
        told(JSON.stringify({left, drawn, foreign, wide}));
    };
    look();
})
"""
_LOADS = re.compile(
    r'<(?:script|img|iframe|link rel="(?:stylesheet|preconnect|icon)")[^>]*(?:src|href)="(https?:)?//[^"]*"'
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads the requests."""


def _run() -> str:
    pages = building.build()
    wrong = [
        f"{page.relative_to(building.SITE)} loads from elsewhere" for page in _html() if _LOADS.search(page.read_text())
    ]
    paths = [
        f"{page.parent.relative_to(building.SITE)}/".removeprefix("./") for page in _html() if page.name == "index.html"
    ]
    PICTURES.mkdir(exist_ok=True)
    diagrams = 0
    with _served(building.SITE) as address, started() as browser:
        # What fits there fits everywhere.
        browser.call("Emulation.setDeviceMetricsOverride", **_PHONE)
        for path in paths:
            told, drawn = _look(browser, f"{address}/{path}")
            wrong += [f"/{path}: {told}"] if told else []
            diagrams += drawn
        browser.call("Emulation.clearDeviceMetricsOverride")
        _photograph(browser, address)
    if wrong:
        raise Failed("; ".join(wrong[:10]))
    return f"{pages} pages built by Zensical without a warning; {diagrams} diagrams drawn, nothing from other hosts"


def _html() -> Iterator[Path]:
    return (page for page in sorted(building.SITE.rglob("*.html")) if page.name != "404.html")


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _look(browser: Browser, address: str) -> tuple[str, int]:
    """What is wrong with a page, and how many diagrams it draws."""
    page = browser.open(address)
    answer = browser.call("Runtime.evaluate", expression=_SEEN, awaitPromise=True)
    seen = json.loads(answer["result"]["value"])
    told = [*page.errors[:1]]
    told += [f"{seen['left']} diagrams are not drawn"] if seen["left"] else []
    told += [f"asks {seen['foreign'][0]}"] if seen["foreign"] else []
    told += ["runs out of the window"] if seen["wide"] else []
    return ", ".join(told), seen["drawn"]


def _photograph(browser: Browser, address: str) -> None:
    for path in ("", "docs/api/first-order/", "docs/runbook/", "docs/architecture/map/"):
        picture = browser.open(f"{address}/{path}").picture
        (PICTURES / f"site-{path.strip('/').replace('/', '-') or 'home'}.png").write_bytes(picture)


CHECK = Check(
    "docs",
    (
        Tool("chromium", ("chromium", "--version"), "Debian's chromium"),
        Tool("npm", ("npm", "--version"), "Debian's npm"),
    ),
    _run,
)
