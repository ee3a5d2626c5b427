"""Categories as a table that is exchanged: read out from the top down, and written by the use cases of the tree."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from contexts.catalog.categories.dto import KEEP
from contexts.catalog.categories.models import Category, FormerSlug
from contexts.catalog.categories.use_cases import create_category, update_category
from contexts.catalog.exchange import statements
from contexts.catalog.exchange.domain import shelves
from contexts.catalog.exchange.domain.shelves import Shelves
from gotuto.ids import CategoryId
from gotuto.imports.errors import RowsRefused
from gotuto.imports.tables import Outcome, Problem, Row, Table

# Whoever changes the tree waits for as long as these take.
_AT_ONCE = 100


def _check(rows: Sequence[Row]) -> list[Problem]:
    """What is wrong with these rows, by how things stand now."""
    return shelves.made(rows, _stand(rows)).problems


def _write(rows: Sequence[Row], now: datetime) -> Mapping[int, Outcome]:
    """Make and change what differs, in the order of the lines. Raises RowsRefused, and what the use cases raise."""
    Category.lock_tree()
    stand = _stand(rows)
    plan = shelves.made(rows, stand)
    if plan.problems:
        raise RowsRefused(said=plan.problems[0].said)
    ids = {own: one.id for own, one in stand.by_slug.items()}
    for own, said in plan.steps:
        parent = said.pop("parent", None)
        within = None if not parent else ids[parent]
        if own in ids:
            update_category(category_id=ids[own], parent_id=KEEP if parent is None else within, **said, now=now)
        else:
            ids[own] = create_category(slug=own, parent_id=within, **said, now=now).id
    return plan.outcomes


def _stand(rows: Sequence[Row]) -> Shelves:
    named = {row.values["slug"] for row in rows} | {row.values["parent"] for row in rows if row.values.get("parent")}
    found = {one.slug: one.to_dto() for one in Category.objects.filter(slug__in=named)}
    above = {one.parent_id for one in found.values() if one.parent_id}
    slug_of = dict(Category.objects.filter(id__in=above).values_list("id", "slug"))
    former = FormerSlug.objects.filter(slug__in=named).values_list("slug", "category__slug")
    return Shelves(
        by_slug=found,
        slug_of={CategoryId(one): own for one, own in slug_of.items()},
        former=dict(former),
    )


def _pages() -> Iterator[list[list[Any]]]:
    yield [list(row) for row in statements.tree_from_the_top()]


CATEGORIES = Table(
    columns=shelves.COLUMNS,
    unique=("slug",),
    bundle=shelves.bundle,
    check=_check,
    write=_write,
    pages=_pages,
    leans_on="parent",
    batch=_AT_ONCE,
)
