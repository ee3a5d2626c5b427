"""The look-ups of a list in the back office: those that its filters and links declare, and no other.

Django lets a query string name every column of the table and compare it in any way, so that whoever may see a list could
read, letter by letter, what the list never shows: `?password__startswith=…` is answered with a count.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.admin import FieldListFilter, ListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.http import HttpRequest

from gotuto.db.listing import LOOKUPS

_PARTS = ("year", "month", "day")

# A filter names its parameters only once it is made, and making one may ask the database for what there is to choose from.
_known: dict[tuple[Any, Any], tuple[str, ...]] = {}


def names(office: Any, request: HttpRequest) -> Iterator[str]:
    """The parameters by which somebody may narrow a list."""
    yield from office.linked_by
    if office.date_hierarchy:
        yield from (f"{office.date_hierarchy}__{part}" for part in _PARTS)
    if office.listing is not None:
        yield from _of_listing(office.listing)
    for declared in office.get_list_filter(request):
        yield from _of_filter(declared, office, request)


def _of_listing(listing: Any) -> Iterator[str]:
    for parameter, column in listing.compared():
        lookup = LOOKUPS[parameter.operator]
        yield from ((column, f"{column}__exact") if lookup == "exact" else (f"{column}__{lookup}",))


def _of_filter(declared: Any, office: Any, request: HttpRequest) -> Iterable[str]:
    if hasattr(declared, "parameter_names"):
        return tuple(declared.parameter_names)
    if hasattr(declared, "parameter_name"):
        return (declared.parameter_name,)
    key = (office.model, declared)
    if key not in _known:
        _known[key] = tuple(name for name in _made(declared, office, request).expected_parameters() if name)
    return _known[key]


def _made(declared: Any, office: Any, request: HttpRequest) -> ListFilter:
    """A filter as Django's list makes it, of a request that asks for nothing."""
    path, make = declared if isinstance(declared, tuple) else (declared, FieldListFilter.create)
    field = get_fields_from_path(office.model, path)[-1]
    made: ListFilter = make(field, request, {}, office.model, office, field_path=path)
    return made
