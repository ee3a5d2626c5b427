"""The rules of an audit, in plain Python: the ledger is right."""

from collections.abc import Sequence

from contexts.inventory.audits.dto import Counted, Worth
from contexts.inventory.audits.errors import LedgerPromisesTooMuch, LedgerValuesTooLittle
from contexts.inventory.locations.domain import MAIN_CODE
from gotuto.ids import Sku


def check_ledger(sku: Sku, ledger: Sequence[Counted]) -> None:
    """Never more is kept for orders than lies there. Raises LedgerPromisesTooMuch."""
    for one in ledger:
        if not 0 <= one.reserved <= one.on_hand:
            raise LedgerPromisesTooMuch(sku=sku, location=one.location, on_hand=one.on_hand, reserved=one.reserved)


def differences(counted: Sequence[Counted], ledger: Sequence[Counted]) -> list[tuple[Counted, str, int, int]]:
    """Where, which counter, what it says, and what the ledger does."""
    known = {one.location_id: one for one in counted}
    found = []
    for right in ledger:
        said = known.get(right.location_id, Counted(location_id=None, location="", on_hand=0, reserved=0))
        both = (("on hand", said.on_hand, right.on_hand), ("reserved", said.reserved, right.reserved))
        found += [(right, counter, before, after) for counter, before, after in both if before != after]
    return found


def queue_difference(counted: int, waiting: int) -> list[tuple[Counted, str, int, int]]:
    """The same for how many pieces are waited for; those who wait stand in the SKU's line, at no location."""
    nowhere = Counted(location_id=None, location=MAIN_CODE, on_hand=0, reserved=0)
    return [] if counted == waiting else [(nowhere, "waiting", counted, waiting)]


def check_value(sku: Sku, ledger: Sequence[Counted], worth: Worth) -> None:
    """What lies there is valued, all of it, and nothing is worth nothing. Raises LedgerValuesTooLittle."""
    on_hand = sum(one.on_hand for one in ledger)
    is_sound = worth.ledger_value == 0 if worth.ledger_pieces == 0 else worth.ledger_value >= 0
    if worth.is_valued and (worth.ledger_pieces < on_hand or not is_sound):
        raise LedgerValuesTooLittle(sku=sku, pieces=worth.ledger_pieces, on_hand=on_hand, value=worth.ledger_value)


def value_differences(worth: Worth) -> list[tuple[Counted, str, int, int]]:
    """The same for what is valued, wherever it lies; money in the ten-thousandths that are kept of it."""
    nowhere = Counted(location_id=None, location=MAIN_CODE, on_hand=0, reserved=0)
    both = (
        ("pieces valued", worth.pieces, worth.ledger_pieces),
        ("value × 10,000", int(worth.value.scaleb(4)), int(worth.ledger_value.scaleb(4))),
    )
    return [(nowhere, counter, before, after) for counter, before, after in both if before != after]
