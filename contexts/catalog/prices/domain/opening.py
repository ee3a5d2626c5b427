"""What is known of prices from before the ledger."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contexts.catalog.prices.dto import Change, Unknown
from gotuto.money import Money


def begins(goods: Unknown, changes: Sequence[Change], *, since: datetime | None) -> list[tuple[Money, datetime]]:
    """The prices that are known, each from when on: `since` is from when on no change is missing.

    What has not changed meanwhile was asked since then, or for as long as the goods were not touched, or since they were made.
    """
    known = min(goods.updated_at, max(goods.created_at, since)) if since else goods.updated_at
    if not changes:
        return [(goods.price, known)]
    first = changes[0]
    found = [(first.old, min(known, first.moment - timedelta(microseconds=1)))]
    found += [(one.new, one.moment) for one in changes]
    if changes[-1].new != goods.price:
        # Something was written past all doors.
        found.append((goods.price, max(goods.updated_at, changes[-1].moment + timedelta(microseconds=1))))
    return found
