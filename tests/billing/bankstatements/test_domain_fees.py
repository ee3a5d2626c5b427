"""What a line says of an invoice and the fees beside it."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid5

import pytest

from contexts.billing.bankstatements.domain.matching import decide
from contexts.billing.bankstatements.dto import LineState, Part
from gotuto.ids import FeeId
from tests.billing.bankstatements.lines import client, decided, invoice, line, money, parts, pool

MATCHED, PROPOSED = LineState.MATCHED, LineState.PROPOSED
NUMBER = "INV-2026-000001"


def with_fees(number: int, due: str, *fees: str, **more: Any) -> Any:
    found = invoice(number, due, **more)
    ids = [FeeId(uuid5(UUID(int=2), f"{number}/{place}")) for place, _ in enumerate(fees)]
    beside = [Part(invoice_id=found.id, amount=money(fee), fee_id=key) for key, fee in zip(ids, fees, strict=True)]
    return replace(found, fees=tuple(beside))


@pytest.mark.parametrize(
    ("amount", "due", "settles", "why"),
    [
        ("107.50", "100.00", ["100.00", "2.50", "5.00"], "the amount is what is due with the fees"),
        ("100.00", "100.00", ["100.00"], "the amount is what is due"),
        ("7.50", "0.00", ["2.50", "5.00"], "the amount is the open fees"),
    ],
)
def test_invoice_and_fees_together_are_as_certain_as_the_invoice(
    amount: str, due: str, settles: list[str], why: str
) -> None:
    found = decided(line(amount, NUMBER), with_fees(1, due, "2.50", "5.00", total="100.00"))
    assert (found.state, found.proposals[0].score, parts(found)) == (MATCHED, 90, settles)
    assert why in found.proposals[0].reasons


def test_what_is_more_than_due_settles_the_fees_as_far_as_it_goes() -> None:
    found = decided(line("104.00", NUMBER, name="Ada Lovelace"), with_fees(1, "100.00", "2.50", "5.00"))
    assert (found.state, parts(found)) == (MATCHED, ["100.00", "2.50", "1.50"])


def test_several_invoices_come_first_and_their_fees_after_them() -> None:
    both = [with_fees(1, "100.00", "2.50"), with_fees(2, "50.00", "5.00")]
    found = decided(line("157.50", f"{NUMBER}, INV-2026-000002"), *both)
    assert (found.state, parts(found)) == (MATCHED, ["100.00", "50.00", "2.50", "5.00"])
    assert "the dues of 2 invoices with their fees come to the amount" in found.proposals[0].reasons


def test_a_payer_who_says_nothing_may_have_paid_all_of_it() -> None:
    silent = line("102.50", "thanks", iban="DE1")
    found = decided(silent, with_fees(1, "100.00", "2.50"), DE1=[client("Ada Lovelace")])
    assert (found.state, parts(found)) == (PROPOSED, ["100.00", "2.50"])
    assert "all that they owe comes to the amount" in found.proposals[0].reasons


def test_a_fee_is_settled_once_within_a_batch() -> None:
    known = pool(with_fees(1, "100.00", "2.50"))
    assert parts(decide(line("102.50", NUMBER), known)) == ["100.00", "2.50"]
    assert decide(line("2.50", NUMBER), known).state is PROPOSED
