"""Which payment money takes back that goes out again."""

import pytest

from contexts.billing.bankstatements.domain.matching import decide
from contexts.billing.bankstatements.dto import Decision, LineState
from tests.billing.bankstatements.lines import decided, earlier, line, pool


def state(decision: Decision) -> tuple[LineState, int]:
    return decision.state, decision.proposals[0].score if decision.proposals else 0


def test_a_reversal_belongs_to_the_payment_with_its_reference() -> None:
    back = line("-100.00", bank_reference="B1", is_reversal=True)
    decision = decided(back, earlier=[earlier(bank_reference="B1"), earlier(which=2, bank_reference="B2")])
    assert state(decision) == (LineState.MATCHED, 95)
    assert decision.proposals[0].payment_id == earlier().payment_id
    assert decision.proposals[0].reasons == (
        "100.00 EUR came in on 2026-11-20",
        "it has the bank's reference of the payment",
    )


@pytest.mark.parametrize(
    ("tie", "why"),
    [("end_to_end", "it has the payer's reference of the payment"), ("iban", "it goes to the account that paid")],
)
def test_or_to_the_one_of_the_same_payer(tie: str, why: str) -> None:
    back = line("-100.00", is_reversal=True, **{tie: "X"})
    assert decided(back, earlier=[earlier(**{tie: "X"})]).state is LineState.MATCHED
    two = decided(back, earlier=[earlier(**{tie: "X"}), earlier(which=2, **{tie: "X"})])
    assert [(one.score, one.reasons[-1]) for one in two.proposals] == [(60, why)] * 2
    assert two.state is LineState.PROPOSED


def test_what_says_more_of_the_same_belongs_together() -> None:
    back = line("-100.00", "INV-2026-000001 (returned: AC04)", iban="X", is_reversal=True)
    two = [earlier(iban="X", text="other"), earlier(which=2, iban="X", text="INV-2026-000001")]
    decision = decided(back, earlier=two)
    assert decision.certain is not None
    assert decision.certain.payment_id == two[1].payment_id
    assert decision.certain.reasons[1:] == ("it goes to the account that paid", "it repeats what the payment said")


def test_a_reversal_that_nobody_can_place_waits() -> None:
    back = line("-100.00", bank_reference="B9", is_reversal=True)
    assert state(decided(back, earlier=[earlier()])) == (LineState.PROPOSED, 30)
    assert decided(back) == Decision(
        state=LineState.OPEN, note="It takes back a payment of this amount that is not known here."
    )
    later = earlier(bank_reference="B9", booked_on=line("1").booked_on.replace(day=30))
    assert state(decided(back, earlier=[later])) == (LineState.PROPOSED, 30)


def test_a_payment_is_taken_back_once() -> None:
    known = pool(earlier=[earlier(bank_reference="B1")])
    back = line("-100.00", bank_reference="B1", is_reversal=True)
    assert decide(back, known).state is LineState.MATCHED
    assert decide(back, known).state is LineState.OPEN


def test_never_more_than_five_payments_are_shown() -> None:
    known = [earlier(which=which) for which in range(1, 8)]
    assert len(decided(line("-100.00", is_reversal=True), earlier=known).proposals) == 5
