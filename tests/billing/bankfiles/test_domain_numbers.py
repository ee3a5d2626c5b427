"""Numbers in what payers write."""

import pytest

from contexts.billing.bankfiles.domain import names
from contexts.billing.bankfiles.domain.keys import keyed
from contexts.billing.bankfiles.domain.numbers import Finder, order_key, order_keys
from tests.billing.bankstatements.lines import line

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


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("Müller GmbH & Co. KG", "MUELLER GMBH", 2), ("Lovelace, Ada", "Ada Lovelace", 2), ("Dr. Ada M. Lovelace", "Ada Lovelace", 2),
        ("José Pérez", "JOSE PEREZ", 2), ("Ada Lovelace", "Ben Lovelace", 1), ("Ada Byron", "Ada King", 0),
        ("", "Ada", 0), ("GmbH", "GmbH", 0), ("Tea", "Tea", 2),
    ],
)  # fmt: skip
def test_names_agree_as_people_write_them(one: str, other: str, agreement: int) -> None:
    assert names.agreement(one, other) == agreement


def test_a_line_is_known_by_the_reference_of_the_bank() -> None:
    keys = [
        key for key, _ in keyed("DE1", [line("5.00", bank_reference="B1"), line("5.00", bank_reference="B1", text="x")])
    ]
    assert keys == ["DE1/B1/5.00EUR", "DE1/B1/5.00EUR/2"]
    # Whatever else the bank says the next time.
    assert next(keyed("DE1", [line("5.00", bank_reference="B1", text="other")]))[0] == keys[0]


def test_without_a_reference_a_line_is_known_by_what_it_says() -> None:
    same = [line("5.00", text="a"), line("5.00", text="a"), line("5.00", text="b"), line("-5.00", text="a")]
    keys = [key for key, _ in keyed("DE1", same)]
    assert len(set(keys)) == 4
    assert keys[1] == f"{keys[0]}/2"
    assert keys[0].startswith("DE1/20261120-")
    # The same in another statement of the account, and not in one of another account.
    assert [key for key, _ in keyed("DE1", same[:1])] == keys[:1]
    assert next(keyed("DE2", same))[0] != keys[0]
    assert max(map(len, keys)) < 120
