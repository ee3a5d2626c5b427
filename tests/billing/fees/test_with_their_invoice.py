"""What becomes of fees when their invoice is credited, looked at by its buyer, or gone by retention."""

from datetime import UTC, date, datetime

import pytest

from config import invariants
from contexts.billing.books.queries import verify
from contexts.billing.books.use_cases import delete_old_documents
from contexts.billing.fees.models import Fee
from contexts.billing.fees.use_cases import waive_fees_of_credited
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.payments.queries import get_payment
from contexts.billing.payments.use_cases import pay_fee
from gotuto.ids import new_id
from tests.billing.builders import credit, customer, eur, issued
from tests.billing.fees.claiming import NOW, claimed, received, settled, standing
from tests.billing.sellers.builders import described

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
OLD, LATE = datetime(2017, 12, 31, 12, tzinfo=UTC), datetime(2019, 3, 1, 12, tzinfo=UTC)


def test_what_was_paid_of_a_fee_stays_paid_when_its_invoice_is_credited():
    invoice = issued(now=NOW)
    paid, part, untouched = (claimed(invoice, step=step) for step in "abc")
    payment = received(invoice, "3.50")
    settled(payment.id, "2.50", fee_id=paid)
    settled(payment.id, "1.00", fee_id=part)
    credit(invoice.id, now=NOW)
    waive_fees_of_credited(invoice_id=invoice.id, now=NOW)
    assert [standing(fee) for fee in (paid, part, untouched)] == [
        ("paid", "2.50", "0.00"),
        ("waived", "1.00", "0.00"),
        ("waived", "0.00", "0.00"),
    ]
    assert list(invariants.find_violations()) == []


def test_fees_go_with_their_document_and_money_that_settled_nothing_else_with_them(django_capture_on_commit_callbacks):
    described()
    invoice = issued(now=OLD, buyer=customer(new_id()))
    fee = claimed(invoice, now=OLD)
    both = received(invoice, "15.00", now=OLD)
    settled(both.id, "12.50", invoice_id=invoice.id, now=OLD)
    settled(both.id, "1.00", fee_id=fee, now=OLD)
    spent = received(invoice, "1.00", reference="T-2", now=OLD)
    settled(spent.id, "1.00", fee_id=fee, now=OLD)
    pay_fee(fee_id=fee, amount=eur("0.50"), method="cash", reference="T-3", now=LATE)

    with django_capture_on_commit_callbacks(execute=True):
        [done] = delete_old_documents(today=TODAY)

    assert (done.deleted, Fee.objects.count()) == (1, 0)
    # The one is the client's still, the other came in days that are kept.
    kept = Payment.objects.order_by("received_at")
    assert [row.reference.split()[0] for row in kept] == ["T-1", "T-3"]
    assert set(Allocation.objects.values_list("invoice_id", "fee_id")) == {(None, None)}
    told = get_payment(payment_id=both.id)
    assert ({entry.fee_id for entry in told.allocations}, told.amount_unallocated) == ({None}, eur("1.50"))
    assert verify().findings == ()
    wrong = {one.invariant for one in invariants.find_violations()}
    assert wrong.isdisjoint({"allocations_within_payment", "fees_add_up", "payments_add_up"})
