"""What the tests of the catalogue say in one word."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection

from contexts.catalog.categories.dto import Category
from contexts.catalog.products.dto import Product
from gotuto.db import fetch_all
from gotuto.ids import CategoryId
from gotuto.money import Money
from tests.factories import NOW as NOW
from tests.factories import CategoryFactory, ProductFactory


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def shelf(name: str = "Tea", *, within: Category | None = None) -> Category:
    made: Category = CategoryFactory(name=name, parent_id=within.id if within else None)
    return made


def product(sku: str = "TEA-1", *, on: Category | CategoryId | None = None, **properties: Any) -> Product:
    """A product for 12.50 EUR that is called after its SKU, on a shelf of its own unless told where."""
    where = {} if on is None else {"category_id": on.id if isinstance(on, Category) else on}
    made: Product = ProductFactory(sku=sku, **where, **properties)
    return made


def told() -> list[tuple[str, dict[str, Any]]]:
    """What the world was told, in order."""
    return [
        (name.removeprefix("catalog."), {key: value for key, value in json.loads(data).items() if key != "occurred_at"})
        for name, data in fetch_all("SELECT name, data::text FROM gotuto_outbox_event ORDER BY sequence")
    ]


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run each job in a thread with a connection of its own; a refusal is its result."""

    def run(job: Callable[[], Any]) -> Any:
        try:
            return job()
        except Exception as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(run, jobs))
