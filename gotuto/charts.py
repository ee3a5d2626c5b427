"""Charts of the back office, as Chart.js takes them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

# One grey that is read on white and on black.
_GREY = "#7a8294"


def look(*, is_stacked: bool = False, is_of_things: bool = True) -> str:
    """A legend, and axes from nothing on; for things that are counted whole numbers, at least some."""
    counted = {"suggestedMax": 5} if is_of_things else {}
    ticks = {"precision": 0} if is_of_things else {}
    return json.dumps(
        {
            "animation": False,
            "maintainAspectRatio": False,
            "maxBarThickness": 14 if is_of_things else 40,
            "plugins": {"legend": {"align": "end", "labels": {"color": _GREY, "boxWidth": 12, "boxHeight": 12}}},
            "scales": {
                "x": {"ticks": {"color": _GREY}, "grid": {"display": False}, "stacked": is_stacked},
                "y": {"ticks": {"color": _GREY, **ticks}, "grid": {}, "beginAtZero": True, "stacked": is_stacked}
                | counted,
            },
        }
    )


def data(labels: Iterable[str], series: Mapping[tuple[str, str], Sequence[Any]], *, links: Iterable[str] = ()) -> str:
    """Numbers under their labels, of each series that has a name and a colour; `links` say where the bar of each label leads."""
    datasets = [
        {"label": name, "data": list(numbers), "backgroundColor": colour} for (name, colour), numbers in series.items()
    ]
    return json.dumps({"labels": list(labels), "datasets": datasets, "links": list(links)})
