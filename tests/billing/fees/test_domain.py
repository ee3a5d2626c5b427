"""The rules of fees."""

import pytest

from contexts.billing.errors import FeeOverpaid, FeeSettled
from contexts.billing.fees import domain
from contexts.billing.fees.domain import Claim
from contexts.billing.fees.dto import FeeState
from tests.billing.lines import eur


def claim(paid="0.00", state=FeeState.OPEN):
    return Claim(amount=eur("5.00"), paid=eur(paid), state=state)


def stands(one):
    return one.state, str(one.paid), str(one.open)


@pytest.mark.parametrize(
    ("before", "amount", "after"),
    [
        (claim(), "5.00", ("paid", "5.00 EUR", "0.00 EUR")),
        (claim(), "4.99", ("open", "4.99 EUR", "0.01 EUR")),
        (claim("4.99"), "0.01", ("paid", "5.00 EUR", "0.00 EUR")),
    ],
)
def test_it_is_paid_once_all_of_it_is(before, amount, after):
    assert stands(domain.pay(before, eur(amount))) == after


def test_no_more_is_paid_than_is_open():
    with pytest.raises(FeeOverpaid, match=r"1.01 EUR is more than the 1.00 EUR"):
        domain.pay(claim("4.00"), eur("1.01"))


@pytest.mark.parametrize("state", [FeeState.PAID, FeeState.WAIVED])
def test_what_is_claimed_no_more_takes_no_money(state):
    with pytest.raises(FeeSettled, match=f"{state} already"):
        domain.pay(claim("5.00", state), eur("0.01"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (claim("5.00", FeeState.PAID), ("open", "3.00 EUR", "2.00 EUR")),
        (claim("4.00"), ("open", "2.00 EUR", "3.00 EUR")),
        (claim("4.00", FeeState.WAIVED), ("waived", "2.00 EUR", "0.00 EUR")),
    ],
)
def test_what_is_taken_off_is_owed_again_unless_it_was_waived(before, after):
    assert stands(domain.reopen(before, eur("2.00"))) == after


def test_what_is_open_is_waived_and_what_is_paid_is_not():
    assert stands(domain.waive(claim("4.00"))) == ("waived", "4.00 EUR", "0.00 EUR")
    with pytest.raises(FeeSettled, match="paid already"):
        domain.waive(claim("5.00", FeeState.PAID))
