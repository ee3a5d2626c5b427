"""Every sample and random carts are valid by the official rules of EN 16931 in both syntaxes, and read back as they were."""

from collections.abc import Mapping
from typing import Any

import pytest
from facturx import parse_ubl_cii_xml

from contexts.billing.documents.dto import Document
from contexts.billing.documents.einvoice.terms import terms
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.taxes.dto import TaxCategory
from gotuto.money import Money
from tests.billing.documents.einvoice.carts import cart, without_tax
from tests.billing.documents.einvoice.official import SYNTAXES, failures
from tests.billing.documents.making import discount, document, line
from tests.billing.documents.parties import PARIS
from tests.billing.documents.samples import SAMPLES

# Saxon compiles the rules once for all tests of this module.
pytestmark = pytest.mark.xdist_group("official rules")

# There is a PDF of these alone: three decimals, and no address of the buyer.
WITHOUT_XML = {"dinar", "bare"}
VALID = sorted(SAMPLES.keys() - WITHOUT_XML)


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("name", VALID)
def test_a_sample_breaks_no_rule(name, syntax):
    assert failures(syntax, SYNTAXES[syntax](SAMPLES[name]())) == []


def test_there_are_samples_enough():
    assert len(VALID) >= 24


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("gross", [True, False], ids=["gross", "net"])
@pytest.mark.parametrize("seed", range(15))
def test_a_random_cart_breaks_no_rule(seed, gross, syntax):
    assert failures(syntax, SYNTAXES[syntax](cart(seed, gross=gross))) == []


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("category", [TaxCategory.INTRA_COMMUNITY, TaxCategory.EXPORT], ids=["K", "G"])
def test_gross_prices_out_of_which_the_tax_was_taken_break_no_rule(category, syntax):
    lines = [line("Tea", "107.00", 1, "0", category=category), line("Pot", "238.00", 2, "0", category=category)]
    made = document(lines, buyer=PARIS, deliver_to="FR", discount=discount("35.70", "voucher"))

    assert failures(syntax, SYNTAXES[syntax](without_tax(made, Money.of("470.00", "EUR")))) == []


@pytest.mark.parametrize("name", VALID)
def test_what_is_read_from_cii_is_what_was_said(name):
    document = SAMPLES[name]()

    assert read(SYNTAXES["cii"](document)) == said(document)


@pytest.mark.parametrize("name", VALID)
def test_what_is_read_from_ubl_is_what_was_said(name):
    document = SAMPLES[name]()
    expected = said(document)
    if document.order_number:
        expected["BT-13"] = "NA"
    if document.kind is InvoiceKind.CREDIT_NOTE or not document.seller.bank:
        # UBL has the reference below the account.
        del expected["BT-83"]

    assert read(SYNTAXES["ubl"](document)) == expected


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("name", VALID)
def test_the_totals_that_a_reader_finds_are_those_of_the_books(name, syntax):
    document = SAMPLES[name]()
    found = parse_ubl_cii_xml(SYNTAXES[syntax](document), check_xsd=False)

    assert found["BT-3"] == ("381" if document.kind is InvoiceKind.CREDIT_NOTE else "380")
    assert found["BT-109"] == str(document.net.amount)
    assert found["BT-110"] == str(document.tax.amount)
    assert found["BT-112"] == found["BT-115"] == str(document.total.amount)
    assert [(one["BT-116"], one["BT-117"]) for one in found["BG-23"]] == [
        (str(one.net.amount), str(one.tax.amount)) for one in document.tax_lines
    ]


def read(xml: bytes) -> dict[str, Any]:
    found = parse_ubl_cii_xml(xml, check_xsd=False)
    assert found.pop("BT-24") == "urn:cen.eu:en16931:2017"
    return _told(found)


def said(document: Document) -> dict[str, Any]:
    return _told(terms(document))


def _told(value: Any) -> Any:
    """Without what is empty, and without blanks at the ends, which readers drop."""
    if isinstance(value, Mapping):
        return {key: kept for key, one in value.items() if (kept := _told(one)) not in (None, "", {}, [])}
    if isinstance(value, list):
        return [_told(one) for one in value]
    return value.strip() if isinstance(value, str) else value
