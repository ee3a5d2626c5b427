"""Which invoices a line settles, and how sure that is."""

from dataclasses import replace

import pytest

from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankstatements.domain.matching import decide
from contexts.billing.bankstatements.dto import Decision, LineState
from tests.billing.bankstatements.lines import client, decided, invoice, line, parts, pool

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
    both = decided(line("40.00", "INV-2026-1, A-1001"), invoice(1, order="A-001001"))
    assert state(both) == (LineState.PROPOSED, 70)
    why = "the text has the number INV-2026-000001; the text has the order A-001001"
    assert both.proposals[0].reasons == (why, "a part of the 100.00 EUR that are due")
    checked = line("100.00", structured="rf18A1001")
    assert decided(checked, invoice(1, order="A-001001")).state is LineState.MATCHED


def test_nothing_is_surer_than_a_hundred() -> None:
    known = {"name": ADA, "iban": "DE1"}
    one = decided(line("100.00", "INV-2026-000001", **known), invoice(1), DE1=[client(ADA)])
    assert state(one) == (LineState.MATCHED, 100)
    two = line("150.00", "INV-2026-000001 INV-2026-000002", **known)
    assert state(decided(two, invoice(1), invoice(2, "50.00"), DE1=[client(ADA)])) == (LineState.MATCHED, 100)


def test_a_number_without_letters_needs_the_name_as_well() -> None:
    text = "Rechnung 2026-000001"
    assert state(decided(line("100.00", text), invoice(1))) == (LineState.PROPOSED, 75)
    decision = decided(line("100.00", text, name="LOVELACE ADA"), invoice(1))
    assert state(decision) == (LineState.MATCHED, 95)
    assert decision.proposals[0].reasons == (
        "the text, without its letters, has the number INV-2026-000001",
        "the amount is what is due",
        "the name agrees",
    )


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
    assert paid_before.proposals[0].reasons[-1] == "this account has paid for the client before"
    assert state(decided(line(amount, text, iban="DE9"), invoice(1), DE1=[client(ADA)])) == (LineState.PROPOSED, 60)
    sister = decided(line(amount, text, name="Eve Lovelace"), invoice(1))
    assert (*state(sister), sister.proposals[0].reasons[-1]) == (LineState.PROPOSED, 70, "a word of the name agrees")


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
    dollars = [invoice(number, "100.00 USD") for number in (1, 2)]
    decision = decided(line("100.00", "INV-2026-000001 INV-2026-000002"), *dollars)
    assert (decision.state, decision.note) == (LineState.OPEN, "INV-2026-000001 is in USD, and EUR came in.")


def test_several_invoices_in_one_transfer() -> None:
    text = "INV-2026-000001 INV-2026-000002"
    decision = decided(line("150.00", text), invoice(1), invoice(2, "50.00"))
    assert (*state(decision), parts(decision)) == (LineState.MATCHED, 95, ["100.00", "50.00"])
    assert decision.proposals[0].client_id == client(ADA)
    assert decision.proposals[0].reasons == (
        "the text has the number INV-2026-000001",
        "the text has the number INV-2026-000002",
        "the dues of 2 invoices come to the amount",
    )
    less = decided(line("120.00", text, name=ADA), invoice(1), invoice(2, "50.00"))
    assert (*state(less), parts(less)) == (LineState.PROPOSED, 79, ["100.00", "20.00"])
    assert less.proposals[0].reasons[2:] == ("2 invoices are named, of which 150.00 EUR are due", "the name agrees")
    assert state(decided(line("120.00", text), invoice(1), invoice(2, "50.00"))) == (LineState.PROPOSED, 60)


def test_several_invoices_are_as_sure_as_the_least_sure_and_the_payer_is_whom_the_first_names() -> None:
    text = "INV-2026-000001 A-1001 INV-2026-000002"
    named = decided(line("150.00", text), invoice(1, order="A-001001"), invoice(2, "50.00"))
    assert state(named) == (LineState.MATCHED, 95)
    married = replace(invoice(2, "50.00"), name="Ada King")
    assert state(decided(line("120.00", text, name="Ada King"), invoice(1), married)) == (LineState.PROPOSED, 60)


def test_of_several_clients_somebody_has_to_choose() -> None:
    decision = decided(line("100.00", "INV-2026-000001 INV-2026-000002"), invoice(1), invoice(2, "50.00", name=BEN))
    assert decision.state is LineState.PROPOSED
    assert [one.client_id for one in decision.proposals] == [client(ADA), client(BEN)]
    assert [one.score for one in decision.proposals] == [79, 60]
    assert [parts(decision, which) for which in (0, 1)] == [["100.00"], ["50.00"]]
    assert decision.proposals[0].reasons == (
        "the text has the number INV-2026-000001",
        "the amount is what is due",
        "invoices of 2 clients are named",
    )


def test_an_amount_alone_is_a_proposal() -> None:
    only = decided(line("100.00"), invoice(1), invoice(2, "50.00"))
    assert state(only) == (LineState.PROPOSED, 40)
    assert (only.proposals[0].client_id, parts(only)) == (client(ADA), ["100.00"])
    assert only.proposals[0].reasons == ("the amount is what is due", "no other invoice that is open has it")
    two = decided(line("100.00", name=BEN), invoice(1), invoice(2, name=BEN))
    assert [one.score for one in two.proposals] == [50, 30]
    known = decided(line("100.00", name=ADA, iban="DE1"), invoice(1), DE1=[client(ADA)])
    assert state(known) == (LineState.PROPOSED, 79)
    assert known.proposals[0].reasons[2:] == ("the name agrees", "this account has paid for the client before")


def test_whoever_owes_the_amount_is_not_offered_all_that_they_owe_as_well() -> None:
    both = [invoice(1), invoice(2, "50.00")]
    assert len(decided(line("100.00", name=ADA), *both).proposals) == 1
    other = decided(line("100.00", name=ADA), *both[1:], invoice(3, name=BEN))
    assert [(one.client_id, one.score) for one in other.proposals] == [(client(BEN), 40), (client(ADA), 20)]


def test_what_was_settled_by_a_line_before_is_not_offered_again() -> None:
    open_ones = pool(invoice(1))
    decide(line("100.00", "INV-2026-000001"), open_ones)
    again = decide(line("100.00", name=ADA), open_ones)
    assert (again.state, again.proposals) == (LineState.OPEN, ())


def test_what_a_part_has_left_is_found_by_its_amount() -> None:
    open_ones = pool(invoice(1))
    decide(line("40.00", "INV-2026-000001", name=ADA), open_ones)
    rest = decide(line("60.00"), open_ones)
    assert (*state(rest), parts(rest)) == (LineState.PROPOSED, 40, ["60.00"])


def test_a_known_payer_is_offered_what_they_owe() -> None:
    all_of_it = decided(line("150.00", name=ADA), invoice(1), invoice(2, "50.00"), invoice(3, name=BEN))
    assert (*state(all_of_it), parts(all_of_it)) == (LineState.PROPOSED, 55, ["100.00", "50.00"])
    some = decided(line("120.00", name=ADA), invoice(2, "50.00"), invoice(1))
    assert (*state(some), parts(some)) == (LineState.PROPOSED, 20, ["100.00", "20.00"])
    assert some.proposals[0].client_id == client(ADA)
    assert some.proposals[0].reasons == ("the name agrees", "what they owe, the oldest first")
    assert decided(line("120.00", name=ADA), invoice(1, "1.00 USD")).state is LineState.OPEN


def test_all_that_a_payer_owes_is_never_certain_as_long_as_they_name_nothing() -> None:
    known = line("150.00", name=ADA, iban="DE1")
    decision = decided(known, invoice(1), invoice(2, "50.00"), DE1=[client(ADA)])
    assert (*state(decision), decision.proposals[0].client_id) == (LineState.PROPOSED, 79, client(ADA))
    assert decision.proposals[0].reasons == (
        "the name agrees",
        "this account has paid for the client before",
        "all that they owe comes to the amount",
    )


def test_the_oldest_is_what_is_due_first_and_of_one_day_the_lower_number() -> None:
    late = replace(invoice(1, "30.00"), due_date=invoice(9).due_date)
    early, second = (
        replace(invoice(number, due), due_date=invoice(3).due_date) for number, due in ((2, "20.00"), (3, "10.00"))
    )
    decision = decided(line("55.00", name=ADA), second, late, early)
    assert parts(decision) == ["20.00", "10.00", "25.00"]
    # The name on the one that is due first.
    renamed = replace(late, name="Ada King")
    assert decided(line("55.00", name="Ada King"), renamed, early).state is LineState.OPEN


def test_who_cannot_be_known_waits_without_a_proposal() -> None:
    decision = decided(line("77.00", "thanks"), invoice(1))
    assert (decision.state, decision.proposals) == (LineState.OPEN, ())
    assert decision.note == "It names no invoice, and no amount or payer is known."
    assert decided(line("77.00", "INV-2026-000009"), invoice(1)).state is LineState.OPEN


def test_never_more_than_five_proposals_are_shown() -> None:
    decision = decided(line("100.00"), *(invoice(number, name=f"Name {number}") for number in range(1, 9)))
    assert (decision.state, len(decision.proposals)) == (LineState.PROPOSED, 5)


@pytest.mark.parametrize(
    ("one", "state_", "note"),
    [
        (line("0.00"), LineState.IGNORED, "No money moved."),
        (line("-20.00", "Rent"), LineState.IGNORED, "Money went out, and takes no payment back."),
        (
            line("20.00", is_reversal=True),
            LineState.OPEN,
            "Money that had gone out came back; it is no client's payment.",
        ),
    ],
)
def test_what_is_no_payment_of_a_client(one: ReadLine, state_: LineState, note: str) -> None:
    assert decided(one) == Decision(state=state_, note=note)
