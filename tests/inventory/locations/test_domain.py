"""The rules of locations."""

from dataclasses import replace

import pytest

from contexts.inventory.locations import domain
from contexts.inventory.locations.dto import Holdings
from contexts.inventory.locations.errors import LocationInvalid, LocationNotEmpty, MainStaysOpen
from gotuto.address import Address

PLACE = Address(name="Tea Ltd", line1="Speicherstraße 7", postal_code="20457", city="Hamburg", country="DE")


@pytest.mark.parametrize("word", [None, "", "main", "MAIN", str(domain.MAIN_ID), str(domain.MAIN_ID).upper()])
def test_these_mean_the_main_location(word):
    assert domain.is_main(word)


@pytest.mark.parametrize("word", ["MAINZ", "HAMBURG", "00000000-0000-7000-8000-000000000002"])
def test_these_mean_another(word):
    assert not domain.is_main(word)


def test_the_main_location_is_what_it_is():
    main = domain.MAIN
    assert (str(main.id), main.code, main.name) == ("00000000-0000-7000-8000-000000000001", "MAIN", "Main warehouse")
    assert (main.priority, main.is_main, main.closed_at, main.address, main.version) == (0, True, None, None, 1)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Hamburg", "HAMBURG"), ("  a.b  ", "A-B"), ("Köln, Süd", "KOLN-SUD"), ("x" * 40, "X" * 32), ("a" * 31 + " b", "A" * 31)],
)  # fmt: skip
def test_a_code_is_made_of_a_name(name, code):
    assert domain.code_of(name) == code


@pytest.mark.parametrize("code", ["A", "7", "A.B_C-D", "A" * 32, "  a  "])
def test_these_are_codes(code):
    assert domain.checked_code(code) == code.strip().upper()


@pytest.mark.parametrize("code", ["", "-A", ".A", "_A", "A B", "A/B", "A" * 33, "Ä"])
def test_these_are_none(code):
    with pytest.raises(LocationInvalid, match=r"^code: It has up to 32 of A to Z, 0 to 9, dot, underscore and hyphen"):
        domain.checked_code(code)


@pytest.mark.parametrize("priority", [0, 1, 1000])
def test_these_are_priorities(priority):
    domain.check(name="A", priority=priority, address=PLACE)


@pytest.mark.parametrize("priority", [-1, 1001])
def test_these_are_not(priority):
    with pytest.raises(
        LocationInvalid, match=r"^priority: It is a number from 0 to 1000; the smallest serves first\.$"
    ):
        domain.check(name="A", priority=priority, address=None)


def test_a_location_has_a_name_and_an_address_that_the_mail_can_reach():
    with pytest.raises(LocationInvalid, match=r"^name: A location is called something\.$"):
        domain.check(name="  ", priority=1, address=None)
    nowhere = Address(name="Tea Ltd", line1="Speicherstraße 7", postal_code="1", city="Hamburg", country="DE")
    with pytest.raises(LocationInvalid, match=r"^address\.postal_code: "):
        domain.check(name="A", priority=1, address=nowhere)


def test_only_an_empty_location_that_is_not_the_main_one_is_closed():
    empty, full = Holdings(skus=0, on_hand=0, reserved=0), Holdings(skus=2, on_hand=5, reserved=1)
    other = replace(domain.MAIN, is_main=False, code="HAMBURG")
    domain.check_closable(other, empty)
    with pytest.raises(MainStaysOpen):
        domain.check_closable(domain.MAIN, empty)
    with pytest.raises(LocationNotEmpty, match="5 pieces of 2 SKUs lie at HAMBURG, 1 of them"):
        domain.check_closable(other, full)
    with pytest.raises(LocationNotEmpty):
        domain.check_closable(other, Holdings(skus=1, on_hand=1, reserved=0))
