"""What cannot be an e-invoice is refused, and the refusal says what is missing and where to enter it."""

from dataclasses import replace

import pytest

from contexts.billing.documents.einvoice import check, cii, lacking, ubl
from contexts.billing.documents.errors import DocumentIncomplete, NotInEn16931
from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import CurrencyWithdrawn
from tests.billing.documents.making import document, line
from tests.billing.documents.parties import BUYER, MADRID, PARIS, SELLER
from tests.billing.documents.samples import SAMPLES

NOBODY = replace(SELLER, vat_id="", tax_number="", register_entry="")
TEA = line("Tea", "11.90")
GOODS = line("Tea", "10.00", 1, "0", category=TaxCategory.INTRA_COMMUNITY)
SERVICE = line("Course", "10.00", 1, "0", category=TaxCategory.REVERSE_CHARGE)
EXPORT = line("Tea", "10.00", 1, "0", category=TaxCategory.EXPORT)
EXEMPT = line("Course", "10.00", 1, "0", category=TaxCategory.EXEMPT)
FEE = line("Fee", "10.00", 1, "0", category=TaxCategory.OUT_OF_SCOPE)


@pytest.mark.parametrize("write", [cii, ubl])
def test_a_currency_with_three_decimals_has_a_pdf_only(write):
    with pytest.raises(NotInEn16931) as refused:
        write(SAMPLES["dinar"]())

    assert (refused.value.code, refused.value.status) == ("billing.not_in_en16931", 409)
    assert refused.value.detail == (
        "INV-2026-000042 cannot be an e-invoice (EN 16931): KWD has 3 decimals, and its amounts have two (BR-DEC). "
        "Its PDF can be sent."
    )


def test_what_is_outside_of_vat_shares_no_e_invoice_with_anything_else():
    with pytest.raises(NotInEn16931, match=r"shares no document with anything else \(BR-O-11\)"):
        check(document([TEA, FEE]))


def test_a_withdrawn_currency_is_in_no_e_invoice():
    with pytest.raises(CurrencyWithdrawn):
        check(document([line("Tea", "11.90", currency="BGN")]))


@pytest.mark.parametrize("write", [cii, ubl])
def test_a_refusal_names_all_that_is_missing_and_where_to_enter_it(write):
    made = document([GOODS], seller=NOBODY, buyer=replace(BUYER, address=None), delivered_on=None)

    with pytest.raises(DocumentIncomplete) as refused:
        write(made)

    assert (refused.value.code, refused.value.status) == ("billing.document_incomplete", 409)
    assert refused.value.detail == (
        "INV-2026-000042 cannot be an e-invoice (EN 16931) yet. It lacks "
        "the seller's VAT id (BR-IC-02, BR-G-02, enter it at the seller); "
        "the buyer's address (BR-10, enter it at the client); "
        "the buyer's VAT id (BR-IC-02, BR-AE-02, enter it at the client); "
        "the date of delivery (BR-IC-11, enter it on the draft); "
        "the country of delivery (BR-IC-12, enter it on the draft)."
    )


@pytest.mark.parametrize(
    ("made", "missing"),
    [
        (document([TEA]), []),
        (document([TEA], seller=replace(SELLER, address=None)), ["the seller's address"]),
        (document([TEA], seller=NOBODY), ["the seller's VAT id or tax number"]),
        (document([TEA], seller=replace(NOBODY, register_entry="HRB 1")), ["the seller's VAT id or tax number"]),
        (document([TEA], seller=replace(NOBODY, tax_number="27/123")), []),
        (document([TEA], seller=replace(SELLER, vat_id="136695976")), ["the country in front of the seller's VAT id"]),
        (document([TEA], seller=replace(SELLER, vat_id="EL123456789")), []),
        (document([TEA], seller=replace(SELLER, vat_id="XI123456789")), []),
        (document([TEA], buyer=replace(BUYER, vat_id="QQ1")), ["the country in front of the buyer's VAT id"]),
        (document([TEA], buyer=replace(BUYER, address=None)), ["the buyer's address"]),
        (document([EXEMPT], seller=NOBODY), ["the seller's VAT id or tax number"]),
        (document([SERVICE], buyer=MADRID), []),
        (document([SERVICE], seller=replace(SELLER, vat_id=""), buyer=MADRID), []),
        (document([SERVICE]), ["the buyer's VAT id"]),
        (document([EXPORT], seller=replace(SELLER, vat_id="")), ["the seller's VAT id"]),
        (document([GOODS], buyer=PARIS), ["the country of delivery"]),
        (document([GOODS], buyer=PARIS, deliver_to="FR"), []),
        (document([TEA, line(" ", "11.90", sku="")]), ["the description of line 2"]),
        (document([line(" ", "11.90")]), []),
        (document([FEE], seller=NOBODY), ["the seller's entry in a register or tax number"]),
        (document([FEE], seller=replace(NOBODY, vat_id="DE1")), ["the seller's entry in a register or tax number"]),
        (document([FEE], seller=replace(NOBODY, register_entry="VR 1")), []),
    ],
)
def test_each_kind_of_tax_needs_its_own(made, missing):
    assert [one.partition(" (")[0] for one in lacking(made)] == missing
