"""The rules of refunds: how much may go back, what is set aside for it, and who says what becomes of it."""

from uuid import UUID

import pytest

from contexts.billing.payments.domain import Balance
from contexts.billing.refunds import domain
from contexts.billing.refunds.dto import RefundStatus
from gotuto.money import Money
from tests.billing.lines import eur
from tests.refusals import refused

REFUND = UUID(int=3)
# Of 100 that came in 60 settle invoices, and 10 went back.
BALANCE = Balance(
    payment_id=UUID(int=2),
    amount=eur("100.00"),
    allocated=eur("60.00"),
    refunded=eur("10.00"),
    reversed=eur("0.00"),
)


@pytest.mark.parametrize(
    ("amount", "settling"), [("0.01", "0.00"), ("30.00", "0.00"), ("30.01", "0.01"), ("90.00", "60.00")]
)
def test_what_settles_nothing_goes_back_first_and_the_rest_is_taken_off_invoices(amount, settling):
    assert domain.still_settling(BALANCE, eur(amount)) == eur(settling)


def test_never_more_goes_back_than_is_left_of_what_came_in():
    with refused(
        "billing.nothing_left_to_refund", "Only 90.00 EUR of this payment can still be refunded; 90.01 EUR is more"
    ):
        domain.still_settling(BALANCE, eur("90.01"))


@pytest.mark.parametrize("amount", ["0.00", "-1.00"])
def test_a_refund_sends_something_back(amount):
    with refused("billing.refund_not_positive", f"{amount} EUR is not"):
        domain.still_settling(BALANCE, eur(amount))


def test_money_goes_back_in_its_own_currency():
    with refused("money.currency_mismatch"):
        domain.still_settling(BALANCE, Money.of("1.00", "USD"))


def test_what_is_set_aside_settles_nothing_until_it_is_given_back():
    aside = domain.set_aside(BALANCE, eur("20.00"))
    assert (aside.refunded, aside.unallocated) == (eur("30.00"), eur("10.00"))
    assert domain.give_back(aside, eur("20.00"), has_stayed=True) == BALANCE


def test_of_a_payment_that_did_not_stay_nothing_is_the_clients_again():
    aside = domain.set_aside(BALANCE, eur("20.00"))
    back = domain.give_back(aside, eur("20.00"), has_stayed=False)
    assert (back.refunded, back.reversed, back.unallocated) == (eur("10.00"), eur("20.00"), eur("10.00"))


@pytest.mark.parametrize(
    ("call", "status"),
    [
        ("queued", "pending"),
        ("sending", "pending"),
        ("done", "succeeded"),
        ("refused", "failed"),
        ("unknown", "unknown"),
    ],
)
def test_a_refund_stands_as_its_call_does_unless_it_was_withdrawn(call, status):
    assert domain.status_of(call, is_withdrawn=False) == status
    assert domain.status_of(call, is_withdrawn=True) is RefundStatus.WITHDRAWN


def test_a_refund_is_open_as_long_as_its_gateway_may_still_do_it():
    assert {domain.STATUS_OF_CALL[call] for call in domain.OPEN} == {RefundStatus.PENDING, RefundStatus.UNKNOWN}
    assert set(domain.STATUS_OF_CALL) - set(domain.OPEN) == {"done", "refused"}


@pytest.mark.parametrize(
    ("by", "call"), [("by_hand", "queued"), ("by_hand", "unknown"), ("by_hand", "refused"), ("stripe", "refused")]
)
def test_a_person_settles_what_goes_by_hand_or_what_a_gateway_has_refused(by, call):
    assert domain.is_in_our_hands(call=call, by=by, is_withdrawn=False)
    domain.check_in_our_hands(REFUND, call=call, by=by, is_withdrawn=False)
    with refused("billing.refund_done", str(REFUND)):
        domain.check_in_our_hands(REFUND, call=call, by=by, is_withdrawn=True)


@pytest.mark.parametrize(("call", "status"), [("queued", "pending"), ("sending", "pending"), ("unknown", "unknown")])
def test_nobody_settles_what_a_gateway_may_still_do(call, status):
    with refused("billing.refund_underway", f"{REFUND} is {status} at its gateway"):
        domain.check_in_our_hands(REFUND, call=call, by="stripe", is_withdrawn=False)


@pytest.mark.parametrize("by", ["by_hand", "stripe"])
def test_what_has_gone_back_is_done(by):
    with refused("billing.refund_done", str(REFUND)):
        domain.check_in_our_hands(REFUND, call="done", by=by, is_withdrawn=False)
