"""What every gateway does, whoever it is: one suite, each over HTTP."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from contexts.billing.payments.gateways import Start
from gotuto.money import Money
from gotuto.outbound import Done, Refused, RetryLater
from tests.billing.payments.gateways.rigs import TIMEOUTS, Rig


def key() -> str:
    return str(uuid4())


def start(amount: str = "20.00", *, currency: str = "EUR", captures_itself: bool = True, **given: str) -> Start:
    return Start(
        key=given.get("key", key()),
        attempt=key(),
        amount=Money(Decimal(amount), currency),
        description="Order A-001001",
        return_url="https://shop.example.com/thanks?order=A-001001",
        captures_itself=captures_itself,
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )


def started(rig: Rig, **given) -> str:
    outcome = rig.gateway.start(start(**given), timeouts=TIMEOUTS)
    assert isinstance(outcome, Done)
    assert outcome.answer["redirect_url"].startswith("http")
    return outcome.reference


def told(rig: Rig, reference: str, currency: str = "EUR") -> tuple[str, Decimal]:
    outcome = rig.gateway.status(reference, currency=currency, timeouts=TIMEOUTS)
    assert isinstance(outcome, Done)
    return outcome.answer["told"], outcome.answer["captured"]


def test_a_payment_is_open_until_its_buyer_pays(rig):
    reference = started(rig)
    assert told(rig, reference) == ("open", 0)

    rig.pays(reference)

    assert told(rig, reference) == ("paid", Decimal("20.00"))


@pytest.mark.parametrize(("amount", "currency"), [("1500", "JPY"), ("0.99", "USD"), ("12.340", "KWD"), ("5", "ISK")])
def test_amounts_are_those_of_the_currency(rig, amount, currency):
    reference = started(rig, amount=amount, currency=currency)
    rig.pays(reference)

    assert told(rig, reference, currency) == ("paid", Decimal(amount))


def test_the_same_start_twice_is_one_payment(rig):
    once = start()
    first, again = (rig.gateway.start(once, timeouts=TIMEOUTS) for _ in range(2))

    assert first == again


def test_what_is_authorized_is_captured_once(rig):
    reference, twice = started(rig, captures_itself=False), key()
    rig.pays(reference)
    assert told(rig, reference) == ("authorized", 0)

    for _ in range(2):
        captured = rig.gateway.capture(reference, Money(Decimal("20.00"), "EUR"), key=twice, timeouts=TIMEOUTS)
        assert isinstance(captured, Done)

    assert told(rig, reference) == ("paid", Decimal("20.00"))


def test_less_than_was_authorized_can_be_captured_and_no_more(rig):
    reference = started(rig, captures_itself=False)
    rig.pays(reference)

    too_much = rig.gateway.capture(reference, Money(Decimal("20.01"), "EUR"), key=key(), timeouts=TIMEOUTS)
    less = rig.gateway.capture(reference, Money(Decimal("12.50"), "EUR"), key=key(), timeouts=TIMEOUTS)

    assert isinstance(too_much, Refused)
    assert isinstance(less, Done)
    assert told(rig, reference) == ("paid", Decimal("12.50"))


def test_what_is_authorized_can_be_let_go_of(rig):
    reference = started(rig, captures_itself=False)
    rig.pays(reference)

    assert isinstance(rig.gateway.void(reference, key=key(), timeouts=TIMEOUTS), Done)

    assert told(rig, reference)[0] == "voided"
    late = rig.gateway.capture(reference, Money(Decimal("20.00"), "EUR"), key=key(), timeouts=TIMEOUTS)
    assert isinstance(late, Refused)


def test_an_open_page_can_be_closed(rig):
    reference = started(rig)

    assert isinstance(rig.gateway.void(reference, key=key(), timeouts=TIMEOUTS), Done)

    assert told(rig, reference)[0] in ("voided", "expired")


def test_what_was_paid_is_not_let_go_of(rig):
    reference = started(rig)
    rig.pays(reference)

    assert isinstance(rig.gateway.void(reference, key=key(), timeouts=TIMEOUTS), Refused)
    assert told(rig, reference) == ("paid", Decimal("20.00"))


def test_a_refund_is_made_once_and_found_by_its_key(rig):
    reference, mine = started(rig), key()
    rig.pays(reference)
    unknown = rig.gateway.find_refund(reference, key=mine, timeouts=TIMEOUTS)
    assert isinstance(unknown, RetryLater)

    first, again = (
        rig.gateway.refund(reference, Money(Decimal("7.50"), "EUR"), key=mine, timeouts=TIMEOUTS) for _ in range(2)
    )

    assert first == again == rig.gateway.find_refund(reference, key=mine, timeouts=TIMEOUTS)
    assert isinstance(first, Done)
    assert first.answer == {"told": "succeeded"}


def test_no_more_is_given_back_than_came_in(rig):
    reference = started(rig)
    rig.pays(reference)
    for amount, kind in (("15.00", Done), ("5.01", Refused), ("5.00", Done)):
        outcome = rig.gateway.refund(reference, Money(Decimal(amount), "EUR"), key=key(), timeouts=TIMEOUTS)
        assert isinstance(outcome, kind)


def test_a_payment_that_nobody_knows_is_refused(rig):
    for outcome in (
        rig.gateway.status("pay_unknown", currency="EUR", timeouts=TIMEOUTS),
        rig.gateway.capture("pay_unknown", Money(Decimal(1), "EUR"), key=key(), timeouts=TIMEOUTS),
        rig.gateway.void("pay_unknown", key=key(), timeouts=TIMEOUTS),
    ):
        assert isinstance(outcome, Refused)


def test_another_currency_than_was_asked_for_is_no_answer(rig):
    reference = started(rig)
    rig.pays(reference)

    outcome = rig.gateway.status(reference, currency="USD", timeouts=TIMEOUTS)

    assert outcome.code == "billing.gateway_odd_answer"


def test_when_nobody_listens_nothing_has_happened(rig):
    rig.close()

    outcome = rig.gateway.start(start(), timeouts=TIMEOUTS)

    assert isinstance(outcome, RetryLater)
    assert outcome.is_down
