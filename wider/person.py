"""A person before a browser: sees the words of a page, presses what can be seen and fills in what has a label."""

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wider.check import Failed
from wider.chromium import Browser

_SECONDS = 40
_NAMED = """
const clean = text => (text || "").replace(/\\s+/g, " ").trim();
const seen = one => one.getClientRects().length > 0 && getComputedStyle(one).visibility !== "hidden";
const words = one => clean(one.tagName === "INPUT" ? one.value : one.innerText) || clean(one.getAttribute("aria-label"));
const first = (those, told) => those.find(one => words(one) === told) || those.find(one => words(one).includes(told));
const all = those => [...document.querySelectorAll(those)].filter(seen);
"""
_PRESSED = "first(all('a, button, input[type=submit], summary, [role=button], [role=option]'), {told})"
_LABELLED = """(() => {{
  const label = first(all('label'), {told});
  return label && (label.control || document.getElementById(label.htmlFor) || label.parentElement.querySelector('input, select, textarea'));
}})()"""
# Where something stands, once nothing lies over its middle.
_PLACE = """(() => {{ {named}
  const one = {which};
  if (!one) return null;
  one.scrollIntoView({{block: "center", behavior: "instant"}});
  const box = one.getClientRects()[0], x = box.x + box.width / 2, y = box.y + box.height / 2;
  const over = document.elementFromPoint(x, y);
  return over && (one.contains(over) || over.contains(one)) ? [x, y] : null;
}})()"""
_BAR = """(() => {
  const canvas = document.querySelector("canvas.chart"), chart = canvas && window.Chart?.getChart(canvas);
  if (!chart) return null;
  canvas.scrollIntoView({block: "center", behavior: "instant"});
  const box = canvas.getBoundingClientRect(), bar = chart.getDatasetMeta(0).data[0];
  return [box.x + bar.x, box.y + (bar.y + bar.base) / 2];
})()"""
_CHOSEN = """(() => {{ {named}
  const list = {which}, wanted = [...list.options].find(one => clean(one.text) === {option}) ||
    [...list.options].find(one => clean(one.text).includes({option}));
  if (!wanted) return false;
  list.value = wanted.value;
  list.dispatchEvent(new Event("change", {{bubbles: true}}));
  return true;
}})()"""


@dataclass
class Person:
    """One journey of somebody; `looks` keeps a picture of each step."""

    browser: Browser
    home: str
    pictures: Path
    journey: str
    steps: int = 0

    def goes(self, path: str) -> None:
        """Open an address of the shop, or a whole one."""
        self.browser.open(path if path.startswith("http") else f"{self.home}{path}")

    def reads(self, *wanted: str) -> str:
        """The words of the page, once all of these stand in it. Raises Failed."""
        said = ""

        def is_there() -> bool:
            nonlocal said
            said = self._asked("document.body ? document.body.innerText : ''") or ""
            return all(words in said for words in wanted)

        def missing() -> str:
            page = str(self._asked("(document.querySelector('main') || document.body).innerText"))
            return f"no {[words for words in wanted if words not in said]} on {self.address}: {' '.join(page.split())[-900:]}"

        self._until(is_there, missing)
        return said

    @property
    def address(self) -> str:
        return str(self._asked("location.href"))

    def presses(self, words: str, *, and_goes: bool = True) -> None:
        """Click what is called so, in its middle, and wait for the page that it leads to. Raises Failed."""
        self._click(_PRESSED.format(told=json.dumps(words)), f"nothing to press is called {words!r}", and_goes=and_goes)

    def clicks(self, selector: str, *, and_goes: bool = False) -> None:
        """The same by a CSS selector, for what has no words. Raises Failed."""
        which = f"document.querySelector({json.dumps(selector)})"
        self._click(which, f"there is no {selector}", and_goes=and_goes)

    def fills(self, label: str, text: str) -> None:
        """Type into the input of a label, over what stands in it. Raises Failed."""
        self._click(_LABELLED.format(told=json.dumps(label)), f"no input is called {label!r}", and_goes=False)
        self._asked("document.activeElement.select && document.activeElement.select()")
        self.browser.call("Input.insertText", text=text)

    def chooses(self, label: str, option: str) -> None:
        """Choose from the list of a label. Raises Failed."""
        which = _LABELLED.format(told=json.dumps(label))
        script = _CHOSEN.format(named=_NAMED, which=which, option=json.dumps(option))
        self._until(lambda: bool(self._asked(script)), lambda: f"{label!r} has no {option!r} on {self.address}")

    def finds(self, label: str, words: str) -> None:
        """Look for one of very many, and take the one that is called so. Raises Failed."""
        which = f"({_LABELLED.format(told=json.dumps(label))}).parentElement.querySelector('.select2-selection')"
        self._click(which, f"nothing can be looked for in {label!r}", and_goes=False)
        is_open = "document.activeElement.classList.contains('select2-search__field')"
        self._until(lambda: bool(self._asked(is_open)), lambda: f"nothing can be typed to look for {label!r}")
        self.browser.call("Input.insertText", text=words)
        self.presses(words, and_goes=False)

    def presses_bar(self) -> None:
        """Click the first bar of the first chart, and wait for the page that it leads to. Raises Failed."""
        self._press_at(_BAR, f"there is no bar on {self.address}", and_goes=True)

    def hands_in(self, selector: str, *files: Path) -> None:
        """Choose files of this machine."""
        one = self.browser.call("Runtime.evaluate", expression=f"document.querySelector({json.dumps(selector)})")
        named = [str(file) for file in files]
        self.browser.call("DOM.setFileInputFiles", files=named, objectId=one["result"]["objectId"])

    def searches(self, words: str) -> None:
        """Type into the search of a list, and wait for what it finds. Raises Failed."""
        self._click("document.querySelector('#searchbar')", "there is no search", and_goes=False)
        self._asked("document.activeElement.select()")
        self.browser.call("Input.insertText", text=words)
        self.clicks("#searchbar-submit", and_goes=True)

    def picks(self, selector: str, option: str) -> None:
        """Choose from a list that has no label. Raises Failed."""
        which = f"document.querySelector({json.dumps(selector)})"
        script = _CHOSEN.format(named=_NAMED, which=which, option=json.dumps(option))
        self._until(lambda: bool(self._asked(script)), lambda: f"{selector} has no {option!r} on {self.address}")

    def sets(self, label: str, value: str) -> None:
        """Give an input what it takes by more than typing, as a day and a time. Raises Failed."""
        which = _LABELLED.format(told=json.dumps(label))
        script = (
            f"(() => {{ {_NAMED} const one = {which}; if (one) one.value = {json.dumps(value)}; return !!one; }})()"
        )
        self._until(lambda: bool(self._asked(script)), lambda: f"no input is called {label!r} on {self.address}")

    def sees(self, selector: str, *, times: int) -> None:
        """As many of these, pictures loaded. Raises Failed."""
        script = f"[...document.querySelectorAll({json.dumps(selector)})].filter(one => one.naturalWidth !== 0).length"
        self._until(
            lambda: self._asked(script) == times, lambda: f"not {times} but {self._asked(script)} {selector} are seen"
        )

    def leads_to(self, words: str) -> str:
        """The address of what is called so."""
        script = f"(() => {{ {_NAMED} return first(all('a'), {json.dumps(words)})?.href; }})()"
        return str(self._asked(script))

    def looks(self, name: str) -> None:
        """Keep a picture of the whole page."""
        self.steps += 1
        size = self.browser.call("Page.getLayoutMetrics")["cssContentSize"]
        whole = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 2400), "scale": 1}
        told = self.browser.call("Page.captureScreenshot", captureBeyondViewport=True, clip=whole)
        (self.pictures / f"{self.journey}-{self.steps:02}-{name}.png").write_bytes(base64.b64decode(told["data"]))

    def _click(self, which: str, missing: str, *, and_goes: bool) -> None:
        self._press_at(_PLACE.format(named=_NAMED, which=which), f"{missing} on {self.address}", and_goes=and_goes)

    def _press_at(self, where: str, missing: str, *, and_goes: bool) -> None:
        place: Any = None

        def is_there() -> bool:
            nonlocal place
            place = self._asked(where)
            return place is not None

        self._until(is_there, lambda: missing)
        if and_goes:
            self._asked("window.before = true")
        for kind in ("mousePressed", "mouseReleased"):
            self.browser.call(
                "Input.dispatchMouseEvent", type=kind, x=place[0], y=place[1], button="left", clickCount=1
            )
        if and_goes:
            is_new = "window.before === undefined && document.readyState === 'complete'"
            self._until(lambda: bool(self._asked(is_new)), lambda: f"pressing leads nowhere from {self.address}")

    def _asked(self, script: str) -> Any:
        """What the page says; nothing while it is about to be another one."""
        try:
            return self.browser.call("Runtime.evaluate", expression=script, returnByValue=True)["result"].get("value")
        except RuntimeError:
            return None

    def _until(self, is_so: Callable[[], bool], why_not: Callable[[], str]) -> None:
        until = time.monotonic() + _SECONDS
        while not is_so():
            if time.monotonic() > until:
                raise Failed(why_not())
            time.sleep(0.05)
