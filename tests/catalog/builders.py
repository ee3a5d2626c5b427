"""What the tests of the catalogue say in one word."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from contexts.catalog.categories.dto import Category
from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.products.dto import Product
from contexts.catalog.products.use_cases import create_product
from gotuto.db import fetch_all
from gotuto.ids import CategoryId
from gotuto.money import Money

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def eur(amount: str) -> Money:
    return Money.of(amount, "EUR")


def shelf(name: str = "Tea", *, within: Category | None = None) -> Category:
    return create_category(name=name, parent_id=within.id if within else None, now=NOW)


def product(sku: str = "TEA-1", *, on: Category | CategoryId | None = None, **properties: Any) -> Product:
    """A product for 12.50 EUR that is called after its SKU, on a shelf of its own unless told where."""
    category_id = shelf(f"Shelf of {sku}").id if on is None else on.id if isinstance(on, Category) else on
    given = {"name": f"Product {sku}", "price": eur("12.50"), **properties}
    return create_product(sku=sku, category_id=category_id, now=NOW, **given)


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
