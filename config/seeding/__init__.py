"""A shop with much in it, for measurements: whole and valid products and orders, written in sets by the SQL beside this file.

The rows are those that the use cases leave behind, events and ledger included; the invariants hold at every commit.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection, transaction

from contexts.billing.invoices.domain import SERIES
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.sellers.domain import MAIN
from gotuto.errors import Conflict
from gotuto.events import catalogue
from gotuto.money import exponent
from gotuto.outbox.handlers import handlers

FOLDER = Path(__file__).parent
BATCH = 5_000
MOST_VARIANTS = 5

_WISH = """
INSERT INTO seed_wish
VALUES (%(batch)s, %(total)s, %(done)s, %(now)s, %(currency)s, %(digits)s, %(tax_rate)s, %(terms)s, %(cart_life)s,
        %(time_zone)s, %(legal_entity)s, %(series)s, %(handlers)s::jsonb, %(variants)s, %(described)s)
"""
_LAST_SKU = "SELECT coalesce(max(substring(sku FROM 6)::bigint), 0) FROM catalog_product WHERE sku LIKE 'SEED-%'"
_NUMBERS = "CREATE TEMPORARY SEQUENCE IF NOT EXISTS seed_number"
_GO_ON = "SELECT setval('pg_temp.seed_number', %s, false)"
_GOODS = """
DROP TABLE IF EXISTS seed_goods;
CREATE TEMPORARY TABLE seed_goods AS
SELECT row_number() OVER (ORDER BY sku) AS place, id FROM catalog_product
WHERE sku LIKE 'SEED-%' AND is_active AND options = '[]';
CREATE UNIQUE INDEX ON seed_goods (place);
ANALYZE seed_goods
"""


class NothingToOrder(Conflict):
    """Orders were wanted of a shop without seeded products that have no variants."""

    code = "seeding.nothing_to_order"
    text = "Orders need products without variants: seed some with --products first."


def write_products(count: int, *, variants: int = 0, described: bool = False, now: datetime) -> Iterator[int]:
    """Write so many more products, each with its stock; yields how many each batch held.

    With variants, each comes in that many sizes, of which alone there is stock; described, each has five attributes.
    """
    _run("setup")
    last = _value(_LAST_SKU)
    _execute(_NUMBERS)
    _value(_GO_ON, last + 1)
    files = ("products", "goods", "events")
    yield from _batches(files, count, variants=variants, described=described, now=now)


def write_orders(count: int, *, now: datetime) -> Iterator[int]:
    """Write so many more confirmed orders of seeded products; yields how many each batch held. Raises NothingToOrder."""
    _run("setup")
    with transaction.atomic():
        _execute("SET LOCAL statement_timeout = 0")
        _execute(_GOODS)
    if not _value("SELECT count(*) FROM seed_goods"):
        raise NothingToOrder
    yield from _batches(("orders", "events"), count, now=now)


def analyze() -> None:
    """Let the planner know what has grown."""
    with transaction.atomic():
        _execute("SET LOCAL statement_timeout = 0")
        _execute("ANALYZE")


def _batches(
    files: tuple[str, ...], count: int, *, variants: int = 0, described: bool = False, now: datetime
) -> Iterator[int]:
    for done in range(0, count, BATCH):
        batch = min(BATCH, count - done)
        with transaction.atomic():
            _execute("SET LOCAL statement_timeout = 0")
            _wish(batch, total=count, done=done, variants=variants, described=described, now=now)
            for name in files:
                _run(name)
        yield batch


def _wish(batch: int, *, total: int, done: int, variants: int, described: bool, now: datetime) -> None:
    _execute("TRUNCATE seed_wish")
    currency = settings.GOTUTO_CURRENCY
    values = {
        "batch": batch,
        "total": total,
        "done": done,
        "now": now,
        "currency": currency,
        "digits": exponent(currency),
        "tax_rate": settings.GOTUTO_TAX_RATE,
        "terms": timedelta(days=settings.GOTUTO_PAYMENT_TERMS_DAYS),
        "cart_life": timedelta(seconds=settings.GOTUTO_CART_TTL_SECONDS),
        "time_zone": settings.TIME_ZONE,
        "legal_entity": MAIN,
        "series": SERIES[InvoiceKind.INVOICE],
        "variants": variants,
        "described": described,
        "handlers": msgspec.json.encode(_handlers()).decode(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_WISH, values)


def _handlers() -> dict[str, list[str]]:
    return {event_class.name: list(handlers.names_for(event_class)) for event_class in catalogue.all()}


def _run(name: str) -> None:
    _execute((FOLDER / f"{name}.sql").read_text())


def _execute(statements: str) -> None:
    """Several statements at once, which neither parameters nor preparing would allow."""
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        cursor.execute(statements.encode(), prepare=False)


def _value(statement: str, *parameters: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        (value,) = cursor.fetchone()
    return int(value)
