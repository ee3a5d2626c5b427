"""Facets: what all products of a list are, by category, price and whatever else they have in common.

All are counted in one statement, over what was found, as long as that is not too much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from contexts.catalog.search import dto
from gotuto.db import fetch_all
from gotuto.db.keyset import Selection

# More are not counted: nobody reads 12,345 products one by one, and half of a large shop would take seconds.
COUNTED = 10_000
# As many values of a facet are told.
VALUES = 50


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A facet in SQL: the value that a product has, what it is called, and how values are sorted.

    `joined` is what is joined to the row of the product, such as one for each of its attributes; `columns` are those of the
    product that all this needs.
    """

    name: str
    value: str
    label: str
    columns: str
    order: str = "count(*) DESC, 2"
    joined: str = ""


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
        value="category.slug",
        label="category.name",
        columns="product.category_id",
        joined="JOIN catalog_category AS category ON category.id = product.category_id",
    ),
    Counted(
        name="price",
        value=f"product.price_currency || ' ' || {_band('{}-{}')}",
        label=f"{_band('{} to {}')} || ' ' || product.price_currency",
        columns="product.price_currency, product.price_amount",
        order="min(product.price_currency), min(product.price_amount)",
    ),
)


def count(selection: Selection, facets: Sequence[Counted] = FACETS) -> dto.Facets:
    """What all the products of a list are."""
    counted = "".join(_counted(facet) for facet in facets)
    columns = ", ".join(facet.columns for facet in facets)
    statement = f"""
        WITH found AS MATERIALIZED (
            SELECT {columns} FROM {selection.source} WHERE {" AND ".join(selection.conditions)} LIMIT {COUNTED + 1}
        ), product AS MATERIALIZED (SELECT * FROM found LIMIT {COUNTED})
        SELECT 'total', '', '', count(*) FROM found
        {counted}
    """  # noqa: S608  names and conditions, no values
    rows = fetch_all(statement, dict(selection.parameters))
    total = next(number for name, _, _, number in rows if name == "total")
    return dto.Facets(
        total=str(total) if total <= COUNTED else f"{COUNTED}+",
        is_exact=total <= COUNTED,
        facets=tuple(dto.Facet(name=facet.name, values=_values(rows, facet.name)) for facet in facets),
    )


def _counted(facet: Counted) -> str:
    return f"""
        UNION ALL (
            SELECT '{facet.name}', {facet.value}, {facet.label}, count(*)
            FROM product {facet.joined}
            GROUP BY 2, 3 ORDER BY {facet.order} LIMIT {VALUES}
        )
    """  # noqa: S608  names, no values


def _values(rows: Sequence[tuple[str, str, str, int]], name: str) -> tuple[dto.FacetValue, ...]:
    return tuple(
        dto.FacetValue(value=value, label=label, count=number) for of, value, label, number in rows if of == name
    )
