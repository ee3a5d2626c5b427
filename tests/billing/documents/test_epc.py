"""The QR code of a transfer (EPC069-12), as banks' apps read it."""

from dataclasses import replace

import pytest

from contexts.billing.documents.pdf.parts import epc
from tests.billing.documents.making import document, line
from tests.billing.documents.parties import SELLER
from tests.billing.documents.reading import text
from tests.billing.documents.samples import SAMPLES


def test_the_code_says_whom_where_how_much_and_for_what():
    assert epc.payload(SAMPLES["several_rates"]()) == "\n".join(
        [
            "BCD",
            "002",
            "1",
            "SCT",
            "COBADEFFXXX",
            "Teehaus Nord GmbH",
            "DE89370400440532013000",
            "EUR535.60",
            "",
            "",
            "INV-2026-000042",
        ]
    )


def test_the_seller_is_the_holder_where_the_bank_names_none():
    given = SAMPLES["plain"]()
    seller = replace(SELLER, bank=replace(SELLER.bank, holder="", bic="", iban="DE89 3704 0044 0532 0130 00"))
    lines = (epc.payload(replace(given, seller=seller)) or "").split("\n")
    assert lines[4:7] == ["", "Teehaus Nord GmbH", "DE89370400440532013000"]


@pytest.mark.parametrize("name", ["credit_note", "yen", "dinar", "bare"])
def test_there_is_no_code_where_there_is_nothing_to_transfer_in_euro(name: str):
    assert epc.payload(SAMPLES[name]()) is None
    assert "Scan to pay" not in text(SAMPLES[name]())


@pytest.mark.parametrize(("price", "has_code"), [("999999999.99", True), ("1000000000.00", False), ("0.00", False)])
def test_a_transfer_has_bounds(price: str, has_code: bool):
    assert (epc.payload(document([line("Land", price)])) is not None) is has_code


def test_what_is_too_long_for_the_standard_is_cut():
    given = SAMPLES["plain"]()
    seller = replace(SELLER, bank=replace(SELLER.bank, holder="H" * 100))
    payload = epc.payload(replace(given, seller=seller, reference="R" * 200))
    assert payload is not None
    assert "H" * 70 + "\n" in payload
    assert payload.endswith("\n" + "R" * 140)


def test_more_bytes_than_the_standard_allows_are_no_code():
    given = SAMPLES["plain"]()
    seller = replace(SELLER, bank=replace(SELLER.bank, holder="Ж" * 70))
    assert epc.payload(replace(given, seller=seller, reference="Щ" * 140)) is None


def test_the_squares_are_those_of_the_symbol():
    code = epc.code(epc.payload(SAMPLES["plain"]()) or "")
    wide = code.width
    dark = {(row, column + step) for row, column, length in code.runs for step in range(length)}

    # Three finder patterns in three corners, and the module that is dark in every symbol (ISO/IEC 18004).
    assert {(0, 0), (0, wide - 1), (wide - 1, 0), (wide - 8, 8)} <= dark
    assert not {(7, 7), (7, wide - 8), (wide - 8, 7)} & dark


def test_an_amount_in_another_currency_keeps_its_account():
    whole = text(document([line("Tea", "25.00", currency="CHF")]))
    assert "IBAN DE89 3704 0044 0532 0130 00" in whole
    assert "Scan to pay" not in whole
