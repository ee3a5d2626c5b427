"""What a seller may say, and what a document cannot do without: plain Python, no database."""

from dataclasses import replace

import pytest

from contexts.billing.sellers.domain import MAIN, faults, is_pattern, missing, number
from contexts.billing.sellers.dto import PATTERNS, Seller
from gotuto.address import Address

HAMBURG = Address(name="Tea Trading", line1="Speicher 7", postal_code="20457", city="Hamburg", country="DE")
SELLER = Seller(legal_entity=MAIN, name="Tea Trading", address=HAMBURG, vat_id="DE136695976")


def found(**said):
    return list(faults(replace(SELLER, **said)))


def test_numbers_look_as_the_seller_wishes():
    assert number("INV-{year}-{seq:06}", year=2026, sequence=12) == "INV-2026-000012"
    assert number("{yy}/{seq}", year=2005, sequence=12) == "05/12"


@pytest.mark.parametrize("pattern", [*PATTERNS.values(), "{yy}/{seq}", "{year}{yy}-{seq:01}", "Az09/._-{year}{seq:09}"])
def test_a_number_has_the_year_and_ends_with_the_sequence(pattern):
    assert is_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    ["", "INV-{seq}", "INV-{year}", "{seq}-{year}", "{year}-{seq}-A", "{year} {seq}", "Ü{year}{seq}", "{year}{seq:00}",
     "{year}{seq:6}", "{year}{seq:010}", "{year}{month}{seq}", "{year}{seq}{seq}"],
)  # fmt: skip
def test_what_would_not_be_unique_or_cannot_be_read_is_no_number(pattern):
    assert not is_pattern(pattern)


def test_a_number_has_at_most_thirty_two_characters_even_after_a_thousand_million_documents():
    assert is_pattern(19 * "A" + "{year}{seq}")
    assert not is_pattern(20 * "A" + "{year}{seq}")


def test_what_is_said_rightly_has_no_faults():
    assert found() == []
    assert (
        found(time_zone="Europe/Berlin", language="fr", footer=("One", "Two", "Three"), patterns=dict(PATTERNS)) == []
    )


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        (
            {"patterns": {"invoice": "{year}-{seq}"}},
            ("patterns", "'' cannot be the numbers of a credit note. Take letters, digits and / . _ - with {year} or {yy},"
             " and last {seq} or {seq:06}, for at most 32 characters in the end."),
        ),
        (
            {"patterns": {"invoice": "{year}-{seq}", "credit_note": "{year}-{seq:04}"}},
            ("patterns", "Two kinds of documents would have the same numbers. Let each begin otherwise."),
        ),
        ({"time_zone": "Europe/Bremen"}, ("time_zone", "'Europe/Bremen' is no time zone, such as Europe/Berlin.")),
        ({"language": "it"}, ("language", "Documents are written in one of en, de, fr, es, and not in 'it'.")),
        ({"footer": ("1", "2", "3", "4")}, ("footer", "There is room for three columns. Put the text in fewer.")),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_by_its_field(said, fault):
    assert found(**said) == [fault]


@pytest.mark.parametrize(
    ("said", "lacks"),
    [
        ({}, ()),
        ({"vat_id": "", "tax_number": "27/123/45678"}, ()),
        ({"vat_id": ""}, ("vat_id or tax_number",)),
        ({"address": None, "vat_id": ""}, ("address", "vat_id or tax_number")),
    ],
)
def test_an_invoice_needs_the_address_and_a_tax_id_of_who_sells(said, lacks):
    assert missing(replace(SELLER, **said)) == lacks
