"""People who meet at one order are told the truth; and whoever holds the answers against the tales is not to be fooled."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal as D

import pytest

from tests.reliability.deeds import Answer, Meeting, eur
from tests.reliability.load import Purchase
from tests.reliability.meetings import documented, judge
from tests.reliability.tales import Attempt, Books, Payment, Refund, Tale
from tests.reliability.test_crash_points import tried
from tests.reliability.truths import REASONS, untruths, wrong_ends

WHOLE, NOTHING = D("30.00"), D("0.00")
GONE_BACK = Payment("p1", "pay_1", "gateway", WHOLE, NOTHING, WHOLE, NOTHING, "", (WHOLE, NOTHING))
KEPT = replace(GONE_BACK, allocated=WHOLE, refunded=NOTHING, lefts=(WHOLE,))
REFUND = Refund("r1", "p1", "sandbox.refunds", WHOLE, "done", False, "")
CANCELLED = Tale(
    number="A-001001",
    status="cancelled",
    invoice_id="i1",
    total=WHOLE,
    paid=NOTHING,
    credited=WHOLE,
    invoice_status="paid",
    reservation="released",
    parcel="cancelled",
    dues=(WHOLE, NOTHING, NOTHING),
    stream=("OrderPlaced", "PaymentReceived", "CancellationRequested", "OrderCancelled"),
    movements=(("reserve", 0, 2), ("release", 0, -2)),
    mails=Counter(order_cancelled=1),
    payments=(GONE_BACK,),
    refunds=(REFUND,),
    credit_notes=(("c1", WHOLE),),
    attempts=(Attempt("a1", "pay_1", WHOLE, "succeeded"),),
)
ALL_BACK = Books({"pay_1": WHOLE}, {"pay_1": WHOLE}, {"r1": WHOLE})
SHIPPED = replace(
    CANCELLED,
    status="shipped",
    paid=WHOLE,
    credited=NOTHING,
    reservation="committed",
    parcel="dispatched",
    stream=("OrderPlaced", "PaymentReceived", "CancellationRequested", "CancellationRefused", "OrderShipped"),
    movements=(("reserve", 0, 2), ("commit", -2, -2)),
    mails=Counter(),
    payments=(KEPT,),
    refunds=(),
    credit_notes=(),
)
NONE_BACK = Books({"pay_1": WHOLE}, {"pay_1": NOTHING}, {})
PROCESSING = replace(SHIPPED, status="processing", reservation="held", parcel="pending", stream=("OrderPlaced",))


def test_true_ends_are_believed():
    ends = [(CANCELLED, ALL_BACK), (SHIPPED, NONE_BACK), (PROCESSING, NONE_BACK)]
    assert [wrong_ends(tale, books) for tale, books in ends] == [[], [], []]


@pytest.mark.parametrize(
    ("seen", "tale"),
    [
        ("goods held", replace(CANCELLED, reservation="held")),
        ("parcel dispatched", replace(CANCELLED, parcel="dispatched")),
        ("goods released", replace(CANCELLED, movements=(*CANCELLED.movements, ("release", 0, -2)))),
        ("goods released", replace(CANCELLED, movements=CANCELLED.movements[:1])),
        ("cancelled 2 times", replace(CANCELLED, stream=(*CANCELLED.stream, "OrderCancelled"))),
        ("told 2 times", replace(CANCELLED, mails=Counter(order_cancelled=2))),
        ("keeps 30.00", replace(CANCELLED, payments=(KEPT,), refunds=())),
        ("0.00 credited of 30.00", replace(CANCELLED, credited=NOTHING)),
        ("went back of", replace(CANCELLED, refunds=(REFUND, replace(REFUND, id="r2")))),
        ("is refused: payment_unknown", replace(CANCELLED, refunds=(replace(REFUND, status="refused", outcome="payment_unknown"),))),
        ("r2: done here, None there", replace(CANCELLED, refunds=(replace(REFUND, id="r2"),))),
        ("it is pending", replace(CANCELLED, status="pending")),
        ("it is shipped", replace(SHIPPED, stream=CANCELLED.stream)),
        ("it is shipped", replace(SHIPPED, parcel="cancelled")),
        ("parcel not there", replace(PROCESSING, parcel="")),
    ],
)  # fmt: skip
def test_an_end_that_may_not_be_is_seen(seen, tale):
    assert any(seen in wrong for wrong in wrong_ends(tale, ALL_BACK))


@pytest.mark.parametrize(
    ("seen", "books"),
    [
        ("29.99 taken there, 30.00 booked here", Books({"pay_1": D("29.99")}, {"pay_1": NOTHING}, {"r1": WHOLE})),
        ("0 taken there", Books({}, {}, {"r1": WHOLE})),
        ("done here, 29.99 there", Books({"pay_1": WHOLE}, {"pay_1": D("29.99")}, {"r1": D("29.99")})),
        ("30.01 went back of 30.00", Books({"pay_1": WHOLE}, {"pay_1": D("30.01")}, {"r1": WHOLE})),
    ],
)
def test_a_gateway_whose_ledger_is_another_one_is_seen(seen, books):
    assert any(seen in wrong for wrong in wrong_ends(CANCELLED, books))


def test_money_that_nobody_knows_here_is_seen():
    stray = Books({"pay_1": WHOLE, "pay_2": WHOLE}, {"pay_1": WHOLE}, {"r1": WHOLE})
    assert judge([], {"o1": CANCELLED}, stray, documented=documented()) == ["pay_2: taken there, unknown here"]


# --- Answers ----------------------------------------------------------------------------------------------------------


def said(deed, asked=None, told=None, status=201):
    return Answer(deed, asked or {}, status, told or {})


def refused(deed, code, detail, **asked):
    return Answer(deed, asked, 409, {"code": code, "detail": detail})


def cancelled(status="cancelled"):
    return said("cancel", told={"status": status, "is_cancelling": status != "cancelled"}, status=200)


PAID = {"reference": "pay_1", "amount": eur(WHOLE)}
OVERPAID = "31.00 EUR is more than the 30.00 EUR still due on this invoice."
LEFT = "Only {} EUR of this payment can still be refunded; 40.00 EUR is more than that."
GONE = "An order can be cancelled until its parcel has left; this one is shipped. Send the goods back."

TRUE = [
    (CANCELLED, said("pay", PAID, {"amount_due": eur(NOTHING)})),
    (CANCELLED, said("begin", told={"id": "a1"})),
    (CANCELLED, said("press the button", {"page": "http://127.0.0.1/pay/pay_1"}, status=303)),
    (CANCELLED, cancelled()),
    (SHIPPED, cancelled("processing")),
    (SHIPPED, said("dispatch", status=200)),
    (CANCELLED, said("refund_by_card", {"payment_id": "p1", "amount": eur(WHOLE)}, {"id": "r1"})),
    (CANCELLED, said("pay_out", {"refund_id": "r1"}, status=200)),
    (CANCELLED, said("credit", {"amount": eur(WHOLE)}, {"id": "c1", "total": eur(WHOLE)})),
    (CANCELLED, refused("pay", "billing.overpaid", OVERPAID, amount=eur(D("31.00")))),
    (CANCELLED, refused("refund_by_card", "billing.nothing_left_to_refund", LEFT.format("0.00"), payment_id="p1", amount=eur(D(40)))),
    (CANCELLED, refused("credit", "billing.nothing_left_to_credit", "Only 0.00 EUR (no more is due) of A-1 can still be credited.")),
    (CANCELLED, refused("begin", "billing.nothing_to_pay", "")),
    (CANCELLED, refused("begin", "order.not_payable", "")),
    (CANCELLED, refused("charge_back", "billing.payment_reversed", "", payment_id="p1")),
    (CANCELLED, refused("pay_out", "billing.refund_done", "", refund_id="r1")),
    (CANCELLED, refused("dispatch", "shipping.not_dispatchable", "Only a pending shipment can be dispatched; this one is cancelled.")),
    (SHIPPED, refused("cancel", "order.not_cancellable", GONE)),
]  # fmt: skip


@pytest.mark.parametrize(("tale", "answer"), TRUE)
def test_a_true_answer_is_believed(tale, answer):
    assert untruths(tale, [answer], documented=documented()) == []


UNTRUE = [
    (SHIPPED, said("pay", {**PAID, "reference": "another"}, {"amount_due": eur(NOTHING)})),
    (SHIPPED, said("pay", PAID, {"amount_due": eur(D("12.00"))})),
    (replace(SHIPPED, attempts=()), said("begin", told={"id": "a1"})),
    (SHIPPED, said("press the button", {"page": "http://127.0.0.1/pay/pay_2"}, status=303)),
    (SHIPPED, cancelled()),
    (PROCESSING, cancelled("processing")),
    (CANCELLED, said("dispatch", status=200)),
    (SHIPPED, said("refund_by_card", {"payment_id": "p1", "amount": eur(WHOLE)}, {"id": "r1"})),
    (CANCELLED, said("refund_by_card", {"payment_id": "p1", "amount": eur(D(10))}, {"id": "r1"})),
    (replace(CANCELLED, refunds=(replace(REFUND, is_withdrawn=True),)), said("pay_out", {"refund_id": "r1"})),
    (CANCELLED, said("charge_back", {"payment_id": "p1", "kind": "chargeback"}, status=200)),
    (SHIPPED, said("credit", {"amount": eur(WHOLE)}, {"id": "c1", "total": eur(WHOLE)})),
    (SHIPPED, said("withdraw", {"refund_id": "r1"}, status=200)),
    (CANCELLED, refused("pay", "billing.overpaid", OVERPAID, amount=eur(D("29.00")))),
    (CANCELLED, refused("pay", "billing.overpaid", OVERPAID.replace("30.00", "15.00"), amount=eur(D("31.00")))),
    (CANCELLED, refused("refund_by_card", "billing.nothing_left_to_refund", LEFT.format("5.00"), payment_id="p1", amount=eur(D(40)))),
    (replace(SHIPPED, dues=(WHOLE,)), refused("credit", "billing.nothing_left_to_credit", "Only 0.00 EUR of A-1 can …")),
    (replace(SHIPPED, dues=(WHOLE,)), refused("begin", "billing.nothing_to_pay", "")),
    (PROCESSING, refused("begin", "order.not_payable", "")),
    (SHIPPED, refused("charge_back", "billing.payment_reversed", "", payment_id="p1")),
    (SHIPPED, refused("pay_out", "billing.refund_done", "", refund_id="r1")),
    (PROCESSING, refused("dispatch", "shipping.not_dispatchable", "…; this one is cancelled.")),
    (PROCESSING, refused("cancel", "order.not_cancellable", GONE)),
    (SHIPPED, refused("cancel", "order.not_cancellable", GONE.replace("shipped", "processing"))),
    (SHIPPED, refused("cancel", "inventory.reservation_released", "Documented, and nobody's business here.")),
    (SHIPPED, refused("cancel", "order.mood", "Not documented.")),
    (SHIPPED, said("cancel", status=422)),
    (SHIPPED, said("cancel", status=503)),
    (SHIPPED, said("cancel", status=0)),
]  # fmt: skip


@pytest.mark.parametrize(("tale", "answer"), UNTRUE)
def test_an_untrue_answer_is_seen(tale, answer):
    meeting = Meeting(1, Purchase("ada@example.com", "o1"), "paid", ("cancel",), answers=[answer])
    [seen, *_] = judge([meeting], {"o1": tale}, ALL_BACK, documented=documented())
    assert f"A-001001: {answer.deed} was told {answer.status}" in seen


def test_each_reason_has_been_shown_a_lie():
    assert {answer.code for _, answer in UNTRUE} >= set(REASONS)


@pytest.mark.xdist_group("instance")
def test_what_meets_on_a_real_shop_is_told_the_truth():
    seen = tried("--pairs", "12", driver="meetings")
    assert seen.returncode == 0, seen.stdout + seen.stderr
    assert "12 meetings" in seen.stdout
