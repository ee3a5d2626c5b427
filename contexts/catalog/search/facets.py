"""Facets: what all products of a list are, by category, price and whatever else they have in common.

All are counted in one statement, over what was found, as long as that is not too much.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any

from contexts.catalog.categories.signals import FACETS_CACHE
from contexts.catalog.search import dto
from contexts.catalog.spoken.statements import SHELF
from gotuto.caching import Cached
from gotuto.db import fetch_all
from gotuto.db.keyset import Selection

# More are not counted: nobody reads 12,345 products one by one, and half of a large shop would take seconds.
COUNTED = 10_000
# As many values of a facet are told.
VALUES = 50


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A facet in SQL: the value that a product has, what it is called, and how values are sorted.

    `joined` is what is joined to the row of the product, such as its category; `columns` are those of the product that all this
    needs.
    """

    name: str
    called: str
    value: str
    label: str
    columns: str
    order: str = "count(*) DESC, 2"
    joined: str = ""


@dataclass(frozen=True, kw_only=True)
class Several:
    """Facets that `select` names itself: of the rows of `product` it makes name, value, label and count, in order.

    `told` makes of a value, its label and languages what the facet is called, and the value.
    """

    columns: str
    select: str
    told: Callable[[str, str, Sequence[str]], tuple[str, str]]


# From 10 to less than 20, to less than 50, to less than 100, and so on.
_LIMITS = [format(Decimal(step).scaleb(power), "f") for power in range(-4, 15) for step in (1, 2, 5)]
_BAND = f"width_bucket(product.price_amount, '{{{','.join(_LIMITS)}}}'::numeric[])"


def _band(words: str) -> str:
    """What the band of a price is called; one array for all, of which PostgreSQL takes the element."""
    names = ",".join(f"'{words.format(low, high)}'" for low, high in pairwise(_LIMITS))
    return f"(ARRAY[{names}])[{_BAND}]"


FACETS = (
    Counted(
        name="category",
        called="Category",
        value="category.slug",
        label="category.name",
        columns="product.category_id",
        joined="JOIN catalog_category AS category ON category.id = product.category_id",
    ),
    Counted(
        name="price",
        called="Price",
        value=f"product.price_currency || ' ' || {_band('{}-{}')}",
        label=f"{_band('{} to {}')} || ' ' || product.price_currency",
        columns="product.price_currency, product.price_amount",
        order="min(product.price_currency), min(product.price_amount)",
    ),
    Counted(
        name="in_stock",
        called="In stock",
        value="CASE WHEN product.in_stock THEN 'true' ELSE 'false' END",
        label="CASE WHEN product.in_stock THEN 'yes' ELSE 'no' END",
        columns="product.in_stock",
    ),
)


# The shelf in another language; its value, by which a list is narrowed, stays the same in all.
_SHELF = replace(FACETS[0], label="coalesce(shelf.name, category.name)", joined=f"{FACETS[0].joined} {SHELF}")

_KEPT = Cached(FACETS_CACHE, dto.Facets)


def count(
    selection: Selection,
    more: Sequence[Several] = (),
    languages: Sequence[str] = (),
    *,
    language: str = "",
    kept_as: tuple[Any, ...] | None = None,
) -> dto.Facets:
    """What all the products of a list are; kept for a while under a question, where there is one."""
    reckon = partial(_counted_now, selection, more, languages, language)
    return reckon() if kept_as is None else _KEPT.get([*kept_as, language, *languages], reckon)


def _counted_now(selection: Selection, more: Sequence[Several], languages: Sequence[str], language: str) -> dto.Facets:
    shelf = _SHELF if language else FACETS[0]
    facets = (shelf, *FACETS[1:])
    parameters = {**selection.parameters, **({"language": language} if language else {})}
    (_, _, _, _, total), *rows = fetch_all(_statement(selection, facets, more), parameters)
    told = [*(partial(_as_it_is, facet.called) for facet in FACETS), *(each.told for each in more)]
    labels = {facet.name: facet.called for facet in FACETS}
    values: dict[str, list[dto.FacetValue]] = {facet.name: [] for facet in FACETS}
    for place, name, value, label, number in rows:
        labels[name], shown = told[place](value, label, languages)
        values.setdefault(name, []).append(dto.FacetValue(value=value, label=shown, count=number))
    return dto.Facets(
        total=str(total) if total <= COUNTED else f"{COUNTED}+",
        is_exact=total <= COUNTED,
        facets=tuple(dto.Facet(name=name, label=labels[name], values=tuple(each)) for name, each in values.items()),
    )


def _statement(selection: Selection, facets: Sequence[Counted], more: Sequence[Several]) -> str:
    columns = ", ".join([*(facet.columns for facet in facets), *(each.columns for each in more)])
    selects = [*(_counted(facet) for facet in facets), *(each.select for each in more)]
    counted = "".join(f" UNION ALL (SELECT {place}, * FROM ({one}) AS one)" for place, one in enumerate(selects))  # noqa: S608
    return f"""
        WITH found AS MATERIALIZED (
            SELECT {columns} FROM {selection.source} WHERE {" AND ".join(selection.conditions)} LIMIT {COUNTED + 1}
        ), product AS MATERIALIZED (SELECT * FROM found LIMIT {COUNTED})
        SELECT -1, '', '', '', count(*) FROM found
        {counted}
    """  # noqa: S608  names and conditions, no values


def _counted(facet: Counted) -> str:
    return f"""
        SELECT '{facet.name}', {facet.value}, {facet.label}, count(*)
        FROM product {facet.joined}
        GROUP BY 2, 3 ORDER BY {facet.order} LIMIT {VALUES}
    """  # noqa: S608  names, no values


def _as_it_is(called: str, value: str, label: str, languages: Sequence[str]) -> tuple[str, str]:
    return called, label
