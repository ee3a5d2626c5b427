"""Numbers in what payers write."""

import pytest

from contexts.billing.bankfiles.domain.numbers import Finder, order_key, order_keys

FINDER = Finder(["INV-{year}-{seq:06}"], ["CN-{year}-{seq:06}"])


def numbers(text: str, finder: Finder = FINDER) -> list[str]:
    return [found.number for found in finder.find(text) if found.is_whole]


@pytest.mark.parametrize(
    "text",
    [
        "INV-2026-000042", "inv2026000042", "Inv. 2026 / 42", "Rechnung INV 2026-000042 vom 1.11.", "INV_2026_42",
        "EREF+INV-2026-000042SVWZ+", "INV–2026–000042", "I N V-2026-0 00042", "INV-202 6-000042",
    ],
)  # fmt: skip
def test_a_number_is_found_in_any_spelling(text: str) -> None:
    assert numbers(text) == ["INV-2026-000042"]


@pytest.mark.parametrize("text", ["XINV-2026-42", "INV-2026-", "INV 42", "2026", "CN-2026-000042", ""])
def test_what_is_none_is_none(text: str) -> None:
    assert numbers(text) == []


def test_a_number_without_its_letters_is_less_sure() -> None:
    (found,) = FINDER.find("Rechnung 2026-000042")
    assert (found.number, found.is_whole) == ("INV-2026-000042", False)
    assert FINDER.find("CN-2026-000042 cn 2026 43") == []
    assert FINDER.find("Konto 2026-42") == []


def test_several_are_found_in_their_order() -> None:
    assert numbers("INV-2026-000003 + INV-2026-000001, INV-2026-000003") == ["INV-2026-000003", "INV-2026-000001"]
    assert numbers("INV-2026-000001, 000002 und 000003; 25") == [f"INV-2026-00000{one}" for one in (1, 2, 3)]


def test_each_seller_has_numbers_of_their_own() -> None:
    finder = Finder(["R{yy}/{seq}", "RE-{year}.{seq:04}", "R{yy}/{seq}"])
    assert numbers("r26 17 und RE2026.0005", finder) == ["R26/17", "RE-2026.0005"]
    assert finder.find("26/17") == []
    assert [found.number for found in finder.find("2026 0005")] == ["RE-2026.0005"]


def test_the_number_of_an_order_is_compared_without_strokes_and_zeros() -> None:
    assert order_key("A-001001") == "A1001"
    assert order_keys("Order a 1001, A001001 and B-000777; A-12") == ["A1001", "B777"]
    assert order_key("without") == ""
