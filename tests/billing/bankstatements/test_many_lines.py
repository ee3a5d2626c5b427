"""A large file: what is booked, what waits, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contexts.billing.bankstatements.models import StatementLine
from contexts.billing.bankstatements.use_cases.matching import BATCH
from contexts.billing.payments.models import Allocation, Payment
from gotuto.db import fetch_one
from tests.billing.bankstatements.bank import NOW, account, brought, mapping
from tests.billing.bankstatements.files import one_statement
from tests.billing.bankstatements.many import month, open_invoices

pytestmark = pytest.mark.django_db

MOST_FOR_A_BOOKING = 25


def counts() -> tuple[int, int, int]:
    return Payment.objects.count(), Allocation.objects.count(), StatementLine.objects.count()


def test_two_thousand_lines_are_booked_as_far_as_they_are_certain() -> None:
    account()
    open_invoices(now=NOW, euros=2200, dollars=50)
    entries = list(month())
    file = one_statement(*entries, first="2026-11-01", last="2026-11-20")
    asked: list[str] = []
    with connection.execute_wrapper(lambda execute, sql, *rest: asked.append(sql[:200]) or execute(sql, *rest)):
        told = brought(file)

    lines = told.lines
    assert sum((lines.matched, lines.proposed, lines.open, lines.ignored)) == 2000
    # Right, in batches, parts, too much, double, several, taken back.
    assert lines.matched == 1300 + 100 + 100 + 50 + 50 + 50 + 30
    assert lines.ignored == 50
    assert lines.proposed + lines.open == 40 + 50 + 60 + 100 + 20
    # Nothing settles more than is due, and all that came in and was certain is there.
    (odd,) = fetch_one("SELECT count(*) FROM billing_invoice WHERE amount_paid + amount_credited > total")
    (sum_lines,) = fetch_one(
        "SELECT sum(amount) FROM billing_statementline WHERE payment_id IS NOT NULL AND amount > 0"
    )
    (sum_payments,) = fetch_one("SELECT sum(amount) FROM billing_payment WHERE channel = 'bank_statement'")
    assert (odd, sum_lines) == (0, sum_payments)

    before = counts()
    assert brought(file) == told
    later = one_statement(*entries[1000:], first="2026-11-10", last="2026-11-20", number="other")
    assert brought(later).lines.matched == 0
    assert counts() == before
    # All that is booked costs its own statements; what is only looked at costs a few for each batch.
    assert len(asked) < MOST_FOR_A_BOOKING * lines.matched
    looked = [sql for sql in asked if "LATERAL" in sql or "FOR NO KEY UPDATE OF invoice" in sql]
    assert len(looked) <= 6 * (2000 // BATCH + 2)


def test_looking_costs_the_same_statements_however_many_lines_there_are() -> None:
    account()
    open_invoices(now=NOW, euros=300, dollars=0)

    def asked_for(many: int, start: int) -> int:
        entries = [one for one in month() if one.text == "gift"][:many]
        with CaptureQueriesContext(connection) as asked:
            brought(one_statement(*entries, number=str(start), opening=f"{start}.00"))
        return len(asked)

    few = asked_for(2, 1)
    assert asked_for(100, 2) == few


def test_a_csv_of_two_thousand_lines_is_read_as_well() -> None:
    account()
    mapping()
    open_invoices(now=NOW, euros=2200, dollars=50)
    rows = [one for entry in month() for one in (entry.details or (entry,)) if not one.reversal]
    text = "Tag;Betrag;Waehrung;Name;IBAN;Zweck\n" + "".join(
        f"20.11.2026;{one.amount.replace('.', ',')};EUR;{one.name};{one.iban};{one.text} {one.ref}\n" for one in rows
    )
    told = brought(text.encode(), mapping="giro")
    assert told.lines.matched == 1650
    before = counts()
    assert brought(text.encode(), mapping="giro").lines == told.lines
    assert counts() == before
