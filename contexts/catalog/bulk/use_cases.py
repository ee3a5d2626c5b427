"""Many products at once: each is a unit of work of its own, so that none waits for another and a refusal takes none along."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from contexts.catalog.bulk.dto import Outcome, Refusal
from contexts.catalog.products.use_cases.making import create_product
from gotuto.errors import BusinessError

# So many at once are answered within a second or two.
MOST = 100


def create_products(*, products: Sequence[Mapping[str, Any]], now: datetime) -> tuple[Outcome, ...]:
    """Make each of these products, or say why not; each is what `create_product` takes."""
    return tuple(_made(product, now) for product in products)


def _made(product: Mapping[str, Any], now: datetime) -> Outcome:
    try:
        return Outcome(product=create_product(**product, now=now))
    except BusinessError as error:
        refusal = Refusal(
            status=error.status, code=error.code, title=error.title, detail=error.detail, faults=error.faults
        )
        return Outcome(refusal=refusal)
