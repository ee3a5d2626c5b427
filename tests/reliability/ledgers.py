"""Two ledgers: what the payments sandbox says that was captured and given back, and what is booked here, to the cent."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from tests.reliability.clock import hour_comes

# Leases end, backoff is over, and the hour of the next question comes.
TIME_PASSES = (
    hour_comes("billing_attemptcall", "status IN ('queued', 'sending', 'unknown')"),
    hour_comes("billing_refund", "status IN ('queued', 'sending', 'unknown') AND destination <> 'by_hand'"),
)
UNKNOWN = """
SELECT (SELECT count(*) FROM billing_attemptcall WHERE status = 'unknown')
     + (SELECT count(*) FROM billing_refund WHERE status = 'unknown')
"""
OPEN = """
SELECT 'call' FROM billing_attemptcall WHERE status IN ('queued', 'sending', 'unknown')
UNION ALL SELECT 'refund' FROM billing_refund WHERE status IN ('queued', 'sending', 'unknown') AND destination <> 'by_hand'
UNION ALL SELECT 'attempt' FROM billing_paymentattempt WHERE status IN ('open', 'authorized')
"""
# What was booked of each payment that a gateway knows, and what it gave back by the keys that it was told.
PAYMENTS = """
SELECT attempt.reference, payment.amount
FROM billing_paymentattempt AS attempt LEFT JOIN billing_payment AS payment ON payment.id = attempt.payment_id
"""
REFUNDS = "SELECT idempotency_key, amount FROM billing_refund WHERE destination <> 'by_hand' AND status = 'done'"


def differences(
    ledger: Mapping[str, Any], payments: Sequence[tuple[Any, ...]], refunds: Sequence[tuple[Any, ...]]
) -> Iterator[str]:
    """What the sandbox's ledger tells otherwise than the rows of PAYMENTS and REFUNDS."""
    theirs = {row["id"]: Decimal(row["captured"]) for row in ledger["payments"]}
    for reference, amount in payments:
        if theirs.get(reference, Decimal(0)) != (amount or 0):
            yield f"{reference}: {theirs.get(reference)} captured there, {amount} booked here"
    stray = {key for key, captured in theirs.items() if captured} - {reference for reference, _ in payments}
    yield from (f"{key}: captured there, and unknown here" for key in stray)
    back, here = [(row["key"], Decimal(row["amount"])) for row in ledger["refunds"]], list(refunds)
    if sorted(back) != sorted(here):
        yield f"refunds there {total(back)} ({len(back)}), here {total(here)} ({len(here)})"


def total(rows: Sequence[tuple[Any, ...]]) -> Decimal:
    """The sum of what stands at the end of each row."""
    return sum((row[-1] for row in rows if row[-1]), Decimal(0))
