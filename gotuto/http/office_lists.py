"""Lists of the back office as files: what a page shows, filtered and searched as it is, but all of its rows.

Rows are read by their keys, some hundred at a time, so that a million need no more memory than a hundred, and stand in the
order in which they were made, the latest first where the list begins with the latest.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from itertools import chain
from types import NoneType
from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst, slugify

from gotuto import audit_log, trace
from gotuto.display import WANTED, Shown
from gotuto.errors import BusinessError
from gotuto.http.exports import attachment, check_on
from gotuto.money import Money
from gotuto.tables import FORMATS, chunks

_AT_ONCE = 500
# Of a picture nothing is left in a cell.
_NOT_WRITTEN = {"action_checkbox", "picture"}
_PLAIN_TYPES = (str, int, float, Decimal, date, NoneType)


def answer(office: Any, request: HttpRequest) -> HttpResponseBase | None:
    """The whole list as the file that was asked for, if one was; a question that is refused leads back to the page."""
    asked = request.GET.copy()
    format = str(asked.pop(WANTED, [""])[-1])
    # What is left is the question of the list.
    request.GET = asked  # type: ignore[assignment]
    if format not in FORMATS:
        return None
    page = HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
    try:
        check_on()
        listed = office.get_changelist_instance(request)
    except BusinessError as refusal:
        messages.error(request, refusal.detail)
        return page
    except IncorrectLookupParameters:
        return page
    trace.set_actor(request.user.pk)
    audit_log.record("list_exported", list=office.opts.label_lower, format=format)
    name = slugify(str(office.opts.verbose_name_plural))
    return attachment(_written(office, listed, format, name), name=name, format=format)


def _written(office: Any, listed: ChangeList, format: str, name: str) -> Iterator[bytes]:
    columns = [str(column) for column in listed.list_display if column not in _NOT_WRITTEN]
    pages = _pages(office, listed)
    first = next(pages, [])
    values = [_values(office, columns, row) for row in first]
    # An amount stands in two columns where the first page has one there: a number, and its currency.
    amounts = [any(isinstance(row[place], Money) for row in values) for place in range(len(columns))]
    header = [
        text for column, is_amount in zip(columns, amounts, strict=True) for text in _header(office, column, is_amount)
    ]
    rest = ([_values(office, columns, row) for row in page] for page in pages)
    tables = ([_cells(row, amounts) for row in page] for page in chain([values], rest))
    return chunks(format, header, tables, what=name)


def _pages(office: Any, listed: ChangeList) -> Iterator[list[Any]]:
    rows: QuerySet[Any, Any] = listed.queryset
    is_latest_first = str((*rows.query.order_by, "")[0]).startswith("-")
    ordered = rows.order_by("-pk" if is_latest_first else "pk")
    page = list(ordered[:_AT_ONCE])
    while page:
        office.prepare(page)
        yield page
        beyond = {"pk__lt" if is_latest_first else "pk__gt": page[-1].pk}
        page = list(ordered.filter(**beyond)[:_AT_ONCE]) if len(page) == _AT_ONCE else []


def _header(office: Any, column: str, is_amount: bool) -> list[str]:
    label = capfirst(str(label_for_field(column, office.model, office)))
    return [label, f"{label}: currency"] if is_amount else [label]


def _values(office: Any, columns: Sequence[str], row: Any) -> list[Any]:
    return [_value(office, column, row) for column in columns]


def _value(office: Any, column: str, row: Any) -> Any:
    field, _, value = lookup_field(column, row, office)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, Shown):
        return value.value
    if isinstance(value, SafeString):
        return _text(value)
    if isinstance(value, datetime):
        return timezone.localtime(value)
    return value if isinstance(value, _PLAIN_TYPES) else str(value)


def _text(html: str) -> str:
    """What is read of a piece of a page."""
    return " ".join(unescape(strip_tags(html.replace("<br>", "; "))).split()).rstrip("; ")


def _cells(row: Sequence[Any], amounts: Sequence[bool]) -> list[Any]:
    cells: list[Any] = []
    for value, is_amount in zip(row, amounts, strict=True):
        if isinstance(value, Money):
            cells += [value.amount, value.currency] if is_amount else [str(value)]
        else:
            cells += [value, None] if is_amount else [value]
    return cells
