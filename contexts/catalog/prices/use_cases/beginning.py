"""The ledger begins with what is known of goods that are older than it: today's prices, and what the outbox still holds."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from contexts.catalog.prices import models, statements
from contexts.catalog.prices.domain import opening
from contexts.catalog.prices.dto import Change, PriceKind, Unknown
from contexts.catalog.products.signals import PriceChanged
from gotuto.db import unit_of_work
from gotuto.money import Money
from gotuto.outbox import inspection

BATCH = 500


def begin_ledger(*, now: datetime, batch: int = BATCH) -> int:
    """Let the ledger begin for what was sold before there was one, a batch at a time; of how much."""
    begun = 0
    while some := _begin_batch(now=now, batch=batch):
        begun += some
    return begun


@unit_of_work
def _begin_batch(*, now: datetime, batch: int) -> int:
    goods = statements.unknown(batch)
    changes = _changes(goods)
    since = inspection.held_since(now=now)
    models.PriceEntry.objects.bulk_create(
        models.PriceEntry(
            sku=one.sku,
            kind=PriceKind.OPENING.value,
            amount=price.amount,
            currency=price.currency,
            valid_from=moment,
        )
        for one in goods
        for price, moment in opening.begins(one, changes[one.sku], since=since)
    )
    return len(goods)


def _changes(goods: list[Unknown]) -> defaultdict[str, list[Change]]:
    told: defaultdict[str, list[Change]] = defaultdict(list)
    ids: list[UUID] = sorted({one.product_id for one in goods})
    for _, moment, facts in inspection.held(name=PriceChanged.name, aggregates=ids):
        old, new = (Money.of(facts[side]["amount"], facts[side]["currency"]) for side in ("old", "new"))
        told[facts["sku"]].append(Change(old=old, new=new, moment=moment))
    return told
