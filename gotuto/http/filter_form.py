"""The form in which a reader of a browsable page narrows a list down; it comes from the list's declaration."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from rest_framework import serializers
from rest_framework.request import Request

from gotuto.http.access import STAFF, principal
from gotuto.http.fields import InstantField
from gotuto.http.listings import fields_of
from gotuto.http.texts import DayField, NumberField

_SHAPES: dict[type, str] = {
    InstantField: "2026-11-25T08:30:00Z",
    DayField: "2026-11-25",
    NumberField: "12.50",
}


@dataclass(frozen=True)
class Entry:
    """An input of the form; with choices it is a list to choose from."""

    name: str
    value: str
    help: str
    shape: str
    choices: tuple[str, ...]


def render(view: Any, request: Request) -> str | None:
    """The form of a list; None where there is none."""
    declared = getattr(getattr(view, (request.method or "").lower(), None), "operation", None)
    if declared is None or declared.listing is None:
        return None
    context = {"entries": list(_entries(declared.listing, request)), "exports": STAFF.admits(principal(request))}
    return render_to_string("gotuto_http/filters.html", context)


def _entries(listing: Any, request: Request) -> Iterator[Entry]:
    for name, field in fields_of(listing).items():
        if name != "cursor":
            value = request.query_params.get(name, "")
            yield Entry(name, value, str(field.help_text or ""), _SHAPES.get(type(field), ""), _choices(field))


def _choices(field: Any) -> tuple[str, ...]:
    if isinstance(field, serializers.BooleanField):
        return ("true", "false")
    return tuple(getattr(field, "choices", ()))
