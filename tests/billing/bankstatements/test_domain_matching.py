"""Which invoices a line settles, and how sure that is."""

import pytest

from contexts.billing.bankstatements.domain.matching import decide
from contexts.billing.bankstatements.dto import Decision, LineState
from tests.billing.bankstatements.lines import client, decided, earlier, invoice, line, parts, pool

ADA, BEN = "Ada Lovelace", "Ben Nevis"


def state(decision: Decision) -> tuple[LineState, int]:
    return decision.state, decision.proposals[0].score if decision.proposals else 0


def test_number_and_amount_are_certain_whoever_pays() -> None:
    decision = decided(line("100.00", "INV-2026-000001", name="Somebody"), invoice(1), invoice(2))
    assert state(decision) == (LineState.MATCHED, 90)
    assert decision.certain is not None
    assert decision.certain.client_id == client(ADA)
    assert parts(decision) == ["100.00"]
    assert decision.proposals[0].reasons == ("the text has the number INV-2026-000001", "the amount is what is due")


def test_a_reference_that_can_be_checked_and_one_of_the_payer_count_too() -> None:
    assert decided(line("100.00", structured="RF18INV2026000001"), invoice(1)).state is LineState.MATCHED
    assert decided(line("100.00", structured="INV2026000001"), invoice(1)).state is LineState.MATCHED
    assert decided(line("100.00", end_to_end="INV-2026-1"), invoice(1)).state is LineState.MATCHED


def test_the_order_is_as_good_as_the_number() -> None:
    decision = decided(line("100.00", "order a1001"), invoice(1, order="A-001001"), invoice(2))
    assert state(decision) == (LineState.MATCHED, 90)
    assert decision.proposals[0].reasons[0] == "the text has the order A-001001"
    both = decided(line("100.00", "INV-2026-1, A-1001"), invoice(1, order="A-001001"))
    assert state(both) == (LineState.MATCHED, 100)


def test_a_number_without_letters_needs_the_name_as_well() -> None:
    text = "Rechnung 2026-000001"
    assert state(decided(line("100.00", text), invoice(1))) == (LineState.PROPOSED, 75)
    assert state(decided(line("100.00", text, name="LOVELACE ADA"), invoice(1))) == (LineState.MATCHED, 95)


@pytest.mark.parametrize(
    ("amount", "why"),
    [("40.00", "a part of the 100.00 EUR that are due"), ("120.00", "more than the 100.00 EUR that are due")],
)
def test_a_part_or_too_much_is_certain_if_the_payer_is_known(amount: str, why: str) -> None:
    text = "INV-2026-000001"
    unknown = decided(line(amount, text, name="Nobody"), invoice(1))
    assert state(unknown) == (LineState.PROPOSED, 60)
    assert why in unknown.proposals[0].reasons
    assert state(decided(line(amount, text, name=ADA), invoice(1))) == (LineState.MATCHED, 80)
    paid_before = decided(line(amount, text, iban="DE1"), invoice(1), DE1=[client(ADA)])
    assert state(paid_before) == (LineState.MATCHED, 85)
    assert parts(paid_before) == ["40.00" if amount == "40.00" else "100.00"]
    assert state(decided(line(amount, text, name="Eve Lovelace"), invoice(1))) == (LineState.PROPOSED, 70)


def test_what_was_paid_in_too_many_parts_takes_another_only_if_somebody_says_so() -> None:
    told = decided(line("40.00", "INV-2026-000001", name=ADA), invoice(1, takes_parts=False))
    assert state(told) == (LineState.PROPOSED, 79)
    assert "it is paid in too many parts already to take another" in told.proposals[0].reasons
    whole = decided(line("100.00", "INV-2026-000001", name=ADA), invoice(1, takes_parts=False))
    assert whole.state is LineState.MATCHED


def test_what_is_settled_already_is_the_balance_of_the_client() -> None:
    paid = invoice(1, "0.00", total="100.00")
    decision = decided(line("100.00", "INV-2026-000001"), paid)
    assert (*state(decision), parts(decision)) == (LineState.MATCHED, 85, [])
    other = decided(line("70.00", "INV-2026-000001"), paid)
    assert state(other) == (LineState.PROPOSED, 60)
    assert "it is settled already, so that this is the client's balance" in other.proposals[0].reasons


def test_two_payments_of_one_file_are_one_and_a_balance() -> None:
    open_ones = pool(invoice(1))
    first, second = (decide(line("100.00", "INV-2026-000001"), open_ones) for _ in range(2))
    assert (parts(first), parts(second)) == (["100.00"], [])
    assert second.state is LineState.MATCHED


def test_another_currency_settles_nothing() -> None:
    decision = decided(line("100.00", "INV-2026-000001"), invoice(1, "100.00 USD"))
    assert (decision.state, decision.note) == (LineState.OPEN, "INV-2026-000001 is in USD, and EUR came in.")


def test_several_invoices_in_one_transfer() -> None:
    text = "INV-2026-000001 INV-2026-000002"
    decision = decided(line("150.00", text), invoice(1), invoice(2, "50.00"))
    assert (*state(decision), parts(decision)) == (LineState.MATCHED, 95, ["100.00", "50.00"])
    assert "the dues of 2 invoices come to the amount" in decision.proposals[0].reasons
    less = decided(line("120.00", text, name=ADA), invoice(1), invoice(2, "50.00"))
    assert (*state(less), parts(less)) == (LineState.PROPOSED, 79, ["100.00", "20.00"])
    assert "2 invoices are named, of which 150.00 EUR are due" in less.proposals[0].reasons


def test_of_several_clients_somebody_has_to_choose() -> None:
    decision = decided(line("100.00", "INV-2026-000001 INV-2026-000002"), invoice(1), invoice(2, "50.00", name=BEN))
    assert decision.state is LineState.PROPOSED
    assert [one.client_id for one in decision.proposals] == [client(ADA), client(BEN)]
    assert "invoices of 2 clients are named" in decision.proposals[0].reasons


def test_an_amount_alone_is_a_proposal() -> None:
    only = decided(line("100.00"), invoice(1), invoice(2, "50.00"))
    assert state(only) == (LineState.PROPOSED, 40)
    assert only.proposals[0].reasons == ("the amount is what is due", "no other invoice that is open has it")
    two = decided(line("100.00", name=BEN), invoice(1), invoice(2, name=BEN))
    assert [one.score for one in two.proposals] == [50, 30]
    known = decided(line("100.00", name=ADA, iban="DE1"), invoice(1), DE1=[client(ADA)])
    assert state(known) == (LineState.PROPOSED, 79)


def test_a_known_payer_is_offered_what_they_owe() -> None:
    all_of_it = decided(line("150.00", name=ADA), invoice(1), invoice(2, "50.00"), invoice(3, name=BEN))
    assert (*state(all_of_it), parts(all_of_it)) == (LineState.PROPOSED, 55, ["100.00", "50.00"])
    some = decided(line("120.00", name=ADA), invoice(2, "50.00"), invoice(1))
    assert (*state(some), parts(some)) == (LineState.PROPOSED, 20, ["100.00", "20.00"])
    assert some.proposals[0].reasons[-1] == "what they owe, the oldest first"
    assert decided(line("120.00", name=ADA), invoice(1, "1.00 USD")).state is LineState.OPEN


def test_who_cannot_be_known_waits_without_a_proposal() -> None:
    decision = decided(line("77.00", "thanks"), invoice(1))
    assert (decision.state, decision.proposals) == (LineState.OPEN, ())
    assert decided(line("77.00", "INV-2026-000009"), invoice(1)).state is LineState.OPEN


def test_a_second_proposal_that_is_as_good_keeps_the_first_from_being_certain() -> None:
    # Never more than five are shown.
    decision = decided(line("100.00"), *(invoice(number, name=f"Name {number}") for number in range(1, 9)))
    assert (decision.state, len(decision.proposals)) == (LineState.PROPOSED, 5)


def test_what_is_no_payment_of_a_client() -> None:
    assert decided(line("0.00")).state is LineState.IGNORED
    assert decided(line("-20.00", "Rent")).state is LineState.IGNORED
    assert decided(line("20.00", is_reversal=True)).state is LineState.OPEN


def test_a_reversal_belongs_to_the_payment_with_its_reference() -> None:
    back = line("-100.00", bank_reference="B1", is_reversal=True)
    decision = decided(back, earlier=[earlier(bank_reference="B1"), earlier(which=2, bank_reference="B2")])
    assert state(decision) == (LineState.MATCHED, 95)
    assert decision.proposals[0].payment_id == earlier().payment_id


@pytest.mark.parametrize("tie", ["end_to_end", "iban"])
def test_or_to_the_one_of_the_same_payer(tie: str) -> None:
    back = line("-100.00", is_reversal=True, **{tie: "X"})
    assert decided(back, earlier=[earlier(**{tie: "X"})]).state is LineState.MATCHED
    two = decided(back, earlier=[earlier(**{tie: "X"}), earlier(which=2, **{tie: "X"})])
    assert (two.state, len(two.proposals)) == (LineState.PROPOSED, 2)


def test_what_says_more_of_the_same_belongs_together() -> None:
    back = line("-100.00", "INV-2026-000001 (returned: AC04)", iban="X", is_reversal=True)
    two = [earlier(iban="X", text="other"), earlier(which=2, iban="X", text="INV-2026-000001")]
    decision = decided(back, earlier=two)
    assert decision.certain is not None
    assert decision.certain.payment_id == two[1].payment_id


def test_a_reversal_that_nobody_can_place_waits() -> None:
    back = line("-100.00", bank_reference="B9", is_reversal=True)
    assert state(decided(back, earlier=[earlier()])) == (LineState.PROPOSED, 30)
    assert decided(back).state is LineState.OPEN
    later = earlier(bank_reference="B9", booked_on=line("1").booked_on.replace(day=30))
    assert state(decided(back, earlier=[later])) == (LineState.PROPOSED, 30)


def test_a_payment_is_taken_back_once() -> None:
    known = pool(earlier=[earlier(bank_reference="B1")])
    back = line("-100.00", bank_reference="B1", is_reversal=True)
    assert decide(back, known).state is LineState.MATCHED
    assert decide(back, known).state is LineState.OPEN
