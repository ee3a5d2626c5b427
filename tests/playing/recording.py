"""What Prometheus would have scraped while something failed, as a trial for promtool."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.playing.play import AFTER, BEFORE, DURING
from tests.playing.rules import Samples, expressions

SCRAPES = 3
# Between two scrapes, as in prometheus.yml; each moment is held for so many of them, longer than any alert waits.
INTERVAL_SECONDS = 15
HELD = {BEFORE: 20, DURING: 60, AFTER: 40}
# One is a time of day, and a trial begins at the beginning of time; the other looks back on minutes that a trial makes longer.
_OF_REAL_TIME = {"gotuto_invariants_looked_at_seconds", "gotuto_order_confirmation_seconds"}
_TARGET = {"job": "gotuto", "instance": "played"}

Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass
class Recording:
    """Pages of `/metrics` before, during and after a failure; an empty one where nobody answered."""

    failure: str
    alerts: tuple[str, ...]
    pages: dict[str, list[str]] = field(default_factory=dict)

    def trial(self) -> dict[str, Any]:
        """A test of promtool: no alert fires before or after, those of the failure do during it."""
        series = [{"series": _named(key), "values": " ".join(values)} for key, values in sorted(self._series().items())]
        wanted = "|".join(self.alerts)
        return {
            "name": self.failure,
            "interval": f"{INTERVAL_SECONDS}s",
            "input_series": series,
            "promql_expr_test": [
                _asked(f"alertname=~'{wanted}'", self._end_of(DURING), self.alerts),
                *(_asked("", self._end_of(moment), ()) for moment in (BEFORE, AFTER)),
            ],
        }

    def _series(self) -> dict[Key, list[str]]:
        scrapes = [_values(page) for moment in HELD for page in self._held(moment)]
        keys = {key for scrape in scrapes for key in scrape}
        return {key: list(_notation([scrape.get(key) for scrape in scrapes])) for key in keys}

    def _held(self, moment: str) -> list[str]:
        """The scrapes of a moment; the last of them stands for as long as the moment lasts."""
        pages = self.pages[moment]
        return [*pages, *[pages[-1]] * (HELD[moment] - len(pages))]

    def _end_of(self, moment: str) -> int:
        moments = list(HELD)
        return sum(HELD[each] for each in moments[: moments.index(moment) + 1]) - 1


def _asked_metrics() -> set[str]:
    words = {word for expression in expressions().values() for word in re.findall(r"\bgotuto_\w+", expression)}
    return words - _OF_REAL_TIME


def _values(page: str) -> dict[Key, str]:
    """What one scrape says about all that the alerts ask for, and whether there was an answer."""
    up: Key = ("up", tuple(sorted(_TARGET.items())))
    if not page:
        return {up: "0"}
    asked = _asked_metrics()
    told = {
        (name, tuple(sorted({**labels, **_TARGET}.items()))): f"{value:g}".replace("inf", "Inf")
        for name, labels, value in Samples(page).all
        if name in asked
    }
    return {up: "1", **told}


def _notation(values: list[str | None]) -> list[str]:
    """A series that is no longer told is marked so, as Prometheus does it."""
    before = [None, *values[:-1]]
    return [
        value if value is not None else ("_" if last is None else "stale")
        for last, value in zip(before, values, strict=True)
    ]


def _named(key: Key) -> str:
    name, labels = key
    told = ", ".join(f'{label}="{value}"' for label, value in labels)
    return f"{name}{{{told}}}"


def _asked(which: str, scrape: int, alerts: tuple[str, ...]) -> dict[str, Any]:
    firing = ",".join(['alertstate="firing"', *([which] if which else [])])
    return {
        "expr": f"group by (alertname) (ALERTS{{{firing}}})",
        "eval_time": f"{scrape * INTERVAL_SECONDS}s",
        "exp_samples": [{"labels": f'{{alertname="{alert}"}}', "value": 1} for alert in sorted(alerts)],
    }
