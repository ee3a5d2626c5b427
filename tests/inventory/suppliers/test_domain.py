"""The rules of suppliers: codes, and what is said of them and of their goods."""

from datetime import UTC, datetime

import pytest

from contexts.inventory.suppliers import domain
from contexts.inventory.suppliers.dto import Supplier
from gotuto.ids import SupplierId, new_id
from gotuto.money import Money
from tests.refusals import refused


def supplier(archived_at: datetime | None) -> Supplier:
    return Supplier(
        id=SupplierId(new_id()),
        code="UJI",
        name="Uji",
        email="",
        currency="EUR",
        lead_time_days=3,
        archived_at=archived_at,
        version=1,
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Uji Tea & Co.", "UJI-TEA-CO"),
        ("Café Müller", "CAFE-MULLER"),
        (" - 3 Brüder -", "3-BRUDER"),
        ("a" * 40, "A" * 32),
        # A word that ends where the code does leaves no hyphen behind.
        ("a" * 31 + " tea", "A" * 31),
    ],
)
def test_a_supplier_without_a_code_is_called_by_its_name(name, code):
    assert domain.code_of(name) == code


def test_a_name_without_a_letter_for_a_code_makes_none():
    with refused("inventory.supplier_invalid", "code: It has up to 32"):
        domain.code_of("宇治")


@pytest.mark.parametrize(("said", "code"), [(" uji ", "UJI"), ("u.j_i-1", "U.J_I-1"), ("1", "1"), ("a" * 32, "A" * 32)])
def test_a_code_is_upper_case(said, code):
    assert domain.checked_code(said) == code


@pytest.mark.parametrize("said", ["", "-uji", "u ji", "ü", "a" * 33])
def test_anything_else_is_no_code(said):
    with refused("inventory.supplier_invalid", "code: It has up to 32 of A to Z, 0 to 9"):
        domain.checked_code(said)


@pytest.mark.parametrize("days", [0, 730])
def test_goods_take_up_to_two_years_to_come(days):
    domain.check(name="Uji", currency="EUR", lead_time_days=days)


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"name": " "}, "inventory.supplier_invalid", "name: A supplier is called something."),
        ({"lead_time_days": -1}, "inventory.supplier_invalid", "lead_time_days: It is a number of days from 0 to 730."),
        ({"lead_time_days": 731}, "inventory.supplier_invalid", "lead_time_days: It is a number"),
        ({"currency": "BGN"}, "money.currency_withdrawn", "BGN"),
    ],
)
def test_what_is_said_of_a_supplier_can_be_right(said, code, words):
    with refused(code, words):
        domain.check(**{"name": "Uji", "currency": "EUR", "lead_time_days": 3, **said})


def test_nothing_more_is_bought_of_one_that_is_archived():
    domain.check_open(supplier(None))
    with refused("inventory.supplier_archived", "The supplier UJI is archived."):
        domain.check_open(supplier(datetime(2026, 11, 27, tzinfo=UTC)))


@pytest.mark.parametrize("cost", ["0", "1000000"])
def test_a_piece_costs_up_to_a_million(cost):
    domain.check_cost(Money.of(cost, "EUR"), currency="EUR")


@pytest.mark.parametrize(
    ("cost", "words"),
    [
        (Money.of(1, "USD"), "cost: This supplier is paid in EUR."),
        (Money.of("-0.01", "EUR"), "cost: A piece costs between 0 and 1000000."),
        (Money.of("1000000.01", "EUR"), "cost: A piece costs between 0 and 1000000."),
    ],
)
def test_and_no_other_amount(cost, words):
    with refused("inventory.supplier_good_invalid", words):
        domain.check_cost(cost, currency="EUR")


def test_a_pack_has_a_piece_at_least():
    domain.check_pack(1)
    domain.check_pack(100_000)
    for pieces in (0, 100_001):
        with refused("inventory.supplier_good_invalid", "pack_size: A pack has between 1 and 100000 pieces."):
            domain.check_pack(pieces)
