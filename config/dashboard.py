"""The first page of the back office: what needs a hand, and how the shop is doing, as the modules tell it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gotuto import charts
from gotuto.db.sql import fetch_all, fetch_one
from gotuto.modules import Chart, Figure, modules
from gotuto.sight import shows
from gotuto.wakeups import heartbeat

DAYS = 14

_WAITING = {
    "worker": "The worker is silent: orders stay pending, and no mail goes out, until it works again.",
    "beat": "Beat is silent: nothing falls due, is looked at or tidied up until it works again.",
    "broker": "Valkey does not answer: orders are accepted, and are worked on when it is back.",
}


@dataclass(frozen=True)
class Counted:
    """A figure with its number, as the page shows it."""

    title: str
    number: int
    href: str
    icon: str
    is_trouble: bool

    @property
    def shown(self) -> str:
        return f"{self.number:,}"


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the figures and the charts to the admin's index page."""
    today = timezone.now().date()
    drawn = [{"title": f"{each.title}, the last {DAYS} days", "data": _data(each, today)} for each in _charts(request)]
    return {
        **context,
        "figures": _counted(_figures(request)),
        "charts": drawn,
        "chart_look": charts.look(),
        "silent": [_WAITING[program] for program in heartbeat.missing()],
    }


def _figures(request: HttpRequest) -> list[Figure]:
    """What somebody sees the list behind."""
    found = (figure for module in modules() for figure in module.figures if shows(request, figure.model))
    return sorted(found, key=lambda figure: figure.place)


def _counted(figures: list[Figure]) -> list[Counted]:
    if not figures:
        return []
    # One statement for all figures of the page.
    numbers = fetch_one(f"SELECT {', '.join(f'({figure.number})' for figure in figures)}")
    return [
        Counted(figure.title, number, page_of(figure), figure.icon, figure.is_trouble)
        for figure, number in zip(figures, numbers, strict=True)
    ]


def page_of(figure: Figure) -> str:
    return reverse(f"admin:{figure.model}_changelist") + (f"?{figure.query}" if figure.query else "")


def _charts(request: HttpRequest) -> list[Chart]:
    return [chart for module in modules() for chart in module.charts if shows(request, chart.model)]


def _data(chart: Chart, today: date) -> str:
    """The chart for Chart.js."""
    days = fetch_all(chart.select, {"first": today - timedelta(days=DAYS - 1), "last": today})
    series = {each: [numbers[place] for _, *numbers in days] for place, each in enumerate(chart.series)}
    return charts.data((f"{day:%d %b}" for day, *_ in days), series)
