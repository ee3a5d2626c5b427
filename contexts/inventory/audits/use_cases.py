"""What an audit mends."""

from datetime import datetime

from contexts.inventory.audits import domain, dto, models, statements
from contexts.inventory.reservations.line import serve
from contexts.inventory.stock import statements as stock
from contexts.inventory.stock.errors import ReasonMissing, SkuUnknown
from contexts.inventory.stock.limits import tell_crossed
from contexts.inventory.stock.queries import get_stock_item
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.ids import Sku


@unit_of_work
def correct_counters(*, sku: Sku, reason: str, who: str, now: datetime) -> tuple[dto.Correction, ...]:
    """Set the counters of a SKU to the sums of its ledger, which is right; what was changed is kept.

    Raises ReasonMissing, SkuUnknown, LedgerPromisesTooMuch, LedgerValuesTooLittle.
    """
    if not reason.strip():
        raise ReasonMissing
    if sku not in stock.lock_free([sku]):
        raise SkuUnknown(sku=sku)
    before = get_stock_item(sku=sku)
    ledger = statements.ledger(sku)
    domain.check_ledger(sku, ledger)
    worth = statements.worth(sku)
    domain.check_value(sku, ledger, worth)
    found = domain.differences(statements.counted(sku), ledger) + domain.queue_difference(*statements.waiting(sku))
    found += domain.value_differences(worth)
    # Also where no counter differs: what lies elsewhere than at the main location is a sum as well.
    statements.set_counters(sku, ledger, worth, now=now)
    tell_crossed(get_stock_item(sku=sku), left_before=before.left, was_low=before.is_low, now=now)
    serve(stock.lock_free([sku]), now)
    corrections = [
        dto.Correction(
            sku=sku,
            location=at.location,
            counter=counter,
            before=before,
            after=after,
            reason=reason,
            who=who,
            corrected_at=now,
        )
        for at, counter, before, after in found
    ]
    _keep(corrections, [at for at, *_ in found])
    return tuple(corrections)


def _keep(corrections: list[dto.Correction], places: list[dto.Counted]) -> None:
    models.Correction.objects.bulk_create(
        models.Correction(
            item_id=one.sku,
            location_id=at.location_id,
            counter=one.counter,
            before=one.before,
            after=one.after,
            reason=one.reason,
            who=one.who,
            corrected_at=one.corrected_at,
        )
        for one, at in zip(corrections, places, strict=True)
    )
    for one in corrections:
        audit_log.record("counter_corrected", sku=one.sku, counter=one.counter, before=one.before, after=one.after)
