"""A list of products by relevance: what the filters let through is put in order before the products are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.db.models.expressions import RawSQL

from contexts.catalog.categories.models import BRANCH_OF_SLUG
from contexts.catalog.search.dto import Matches
from gotuto.db.hydration import fetch_with
from gotuto.db.keyset import Selection
from gotuto.db.sql import positional
from gotuto.filters import Range

DISTANCE = "found.distance"


@dataclass(frozen=True, kw_only=True)
class Ranked(Selection):
    """A list of which `best` are the products that were found, the best first."""

    best: str

    def read(self, column: str, at: Any, *, downward: bool, limit: int) -> Sequence[Any]:
        side, way = ("<", "DESC") if downward else (">", "ASC")
        parameters = {**self.parameters, "page_limit": limit}
        position = "true"
        if at is not None:
            position = f"(distance, product_id) {side} (%(page_value)s, %(page_id)s)"
            parameters.update(page_value=at.value, page_id=at.id)
        conditions = " AND ".join(self.conditions)
        statement = f"""
            SELECT found.distance, {self.columns}
            FROM (
                SELECT product_id, distance FROM ({self.best.format(conditions=conditions)}) AS best
                WHERE {position} ORDER BY distance {way}, product_id {way} LIMIT %(page_limit)s
            ) AS found JOIN {self.source} ON {self.id} = found.product_id
            ORDER BY 1 {way}, 2 {way}
        """  # noqa: S608  names and conditions, no values
        rows, found = fetch_with(self.hydrates, statement, parameters)
        return [(row[0], row[1], one) for row, one in zip(rows, found, strict=True)]


def ranked(selection: Selection, matches: Matches) -> Ranked:
    """Those rows of a list that were found, by relevance."""
    return Ranked(
        id=selection.id,
        hydrates=selection.hydrates,
        columns=selection.columns,
        source=selection.source,
        conditions=selection.conditions,
        parameters={**selection.parameters, **matches.parameters},
        sortable={DISTANCE: float},
        best=matches.best,
    )


def found(selection: Selection, matches: Matches) -> Selection:
    """Those rows of a list that were found, in any other order."""
    return Selection(
        id=selection.id,
        hydrates=selection.hydrates,
        columns=selection.columns,
        source=f"{matches.every} AS found JOIN {selection.source} ON {selection.id} = found.product_id",
        conditions=selection.conditions,
        parameters={**selection.parameters, **matches.parameters},
        sortable=selection.sortable,
    )


def narrowed(category: str | None, price: Range[Decimal] | None, updated_since: datetime | None) -> dict[str, str]:
    """What an index finds by itself of a list of products: those on a shelf and below it, of some prices, and changed lately."""
    found = {} if category is None else {"product.category_id": f"product.category_id = ANY (ARRAY({BRANCH_OF_SLUG}))"}
    limits = () if price is None else ((price.min, ">= %(price_min)s"), (price.max, "<= %(price_max)s"))
    if ends := [f"product.price_amount {end}" for limit, end in limits if limit is not None]:
        found["product.price_amount"] = " AND ".join(["product.deleted_at IS NULL", *ends])
    if updated_since is not None:
        found["product.updated_at"] = "product.deleted_at IS NULL AND product.updated_at >= %(updated_since)s"
    return found


def condition(matches: Matches) -> Q:
    """The same for Django's ORM."""
    sql, values = positional(matches.every, matches.parameters)
    return Q(pk__in=RawSQL(sql, values))  # noqa: S611  our own statement, with parameters
