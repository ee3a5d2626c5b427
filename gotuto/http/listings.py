"""The query of a list: parameters that come from its declaration, checked one by one as far as they were given."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Generic, TypeVar

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.settings import api_settings

from gotuto.db.listing import Listing
from gotuto.filters import Parameter, built, parameters
from gotuto.http.texts import LineField, WholeNumberField
from gotuto.http.typed import field_of
from gotuto.http.unknown import unknown
from gotuto.paging import DEFAULT_SIZE, MAX_SIZE, PageRequest
from gotuto.text.characters import normal

F = TypeVar("F")

_HELP = {
    "min": "At least.",
    "max": "At most.",
    "after": "From then on, itself included.",
    "before": "Until then, itself included.",
}
_TEXT = LineField(max_length=200)
_SINCE = "What has changed since then."
_FACETS = serializers.BooleanField(required=False, help_text="Count besides what all that is found is.")


@dataclass(frozen=True, kw_only=True)
class ListQuery(Generic[F]):
    """What was asked of a list."""

    filters: F
    page: PageRequest
    facets: bool = False

    def at(self, cursor: str) -> "ListQuery[F]":
        """The same rows in pages as large as they may be, from a cursor on."""
        return replace(self, page=replace(self.page, cursor=cursor, size=MAX_SIZE))


def check(listing: Listing[Any], method: Any) -> None:
    """Raises TypeError when a view expects other filters than its list has."""
    expected = ListQuery[listing.filters]  # type: ignore[name-defined]
    if method.__annotations__.get("query") != expected:
        raise TypeError(f"{method.__qualname__}: the type of `query` is ListQuery[{listing.filters.__name__}].")


@cache
def fields_of(listing: Listing[Any]) -> dict[str, Any]:
    """The field of each query parameter."""
    filters = {one.name: _field(one) for one in parameters(listing.filters) if not one.is_named}
    counted = {"facets": _FACETS} if listing.counted_as else {}
    return {**filters, **counted, **_of_page(listing)}


@cache
def serializer_of(listing: Listing[Any]) -> type[serializers.Serializer[Any]]:
    """The same as a serializer, for the OpenAPI document."""
    return type(f"{listing.filters.__name__}Query", (serializers.Serializer,), dict(fields_of(listing)))


def parse(listing: Listing[F], asked: QueryDict) -> ListQuery[F]:
    """What a query string asks for; a parameter without a value asks for nothing. Raises ValidationError."""
    fields = fields_of(listing)
    named = [name for name in asked if "." in name and name.split(".")[0] in _named(listing)]
    errors: dict[str, Any] = refused([name for name in asked if name not in named], fields)
    values: dict[str, Any] = {}
    for name in named:
        try:
            _put(values, name, asked.getlist(name))
        except serializers.ValidationError as error:
            errors[name] = error.detail
    for name in asked:
        if name in fields and asked[name] != "":
            try:
                values[name] = fields[name].run_validation(asked[name])
            except serializers.ValidationError as error:
                errors[name] = error.detail
    if errors:
        raise serializers.ValidationError(errors)
    page = PageRequest(
        size=values.get("page_size", DEFAULT_SIZE),
        cursor=values.get("cursor", ""),
        ordering=values.get("ordering", ""),
    )
    return ListQuery(filters=built(listing.filters, values), page=page, facets=values.get("facets", False))


@cache
def _named(listing: Listing[Any]) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in parameters(listing.filters) if parameter.is_named)


def _put(values: dict[str, Any], name: str, given: Iterable[str]) -> None:
    prefix, _, rest = name.partition(".")
    texts = tuple(_TEXT.run_validation(text) for text in given if text != "")
    if texts:
        values.setdefault(prefix, {})[normal(rest)] = texts


def refused(asked: Iterable[str], known: Collection[str]) -> dict[str, Any]:
    """A message for each parameter that is not known; `format` is known everywhere."""
    return unknown(asked, (*known, api_settings.URL_FORMAT_OVERRIDE), what="query parameter")


def _field(parameter: Parameter) -> Any:
    help_text = _HELP.get(parameter.end) or (_SINCE if parameter.operator == ">=" else None)
    return field_of(parameter.kind, required=False, help_text=help_text)


def _of_page(listing: Listing[Any]) -> dict[str, Any]:
    orderings = list(_orderings(listing))
    return {
        "ordering": serializers.ChoiceField(
            choices=orderings,
            required=False,
            help_text=f"{listing.default} unless said otherwise; with a leading '-' downwards.",
            error_messages={"invalid_choice": f"'{{input}}' is not one of: {', '.join(orderings)}."},
        ),
        "page_size": WholeNumberField(
            required=False, min_value=1, max_value=MAX_SIZE, help_text=f"{DEFAULT_SIZE} unless said otherwise."
        ),
        "cursor": LineField(required=False, help_text="Opaque; taken from `next` or `previous`."),
    }


def _orderings(listing: Listing[Any]) -> Iterator[str]:
    for name in listing.orderings:
        yield from (name, f"-{name}")
