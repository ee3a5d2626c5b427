"""Orders with taxes of all kinds have documents that the official rules of EN 16931 accept, over what the order said."""

from dataclasses import replace

import pytest
from facturx import parse_ubl_cii_xml

from contexts.billing.documents.dto import Format
from contexts.billing.documents.queries import STAFF, get_file
from gotuto.tax_classes import TaxClass
from tests.billing.documents.einvoice.official import failures
from tests.billing.sellers.builders import described
from tests.order.taxed import FRENCH, OSS, PARIS, ZURICH
from tests.shop import BUYER

# Saxon compiles the rules once for all tests of this module.
pytestmark = pytest.mark.xdist_group("official rules")

FORMATS = {"cii": Format.XML, "ubl": Format.UBL}
CASES = {
    "K": (PARIS, FRENCH, {}),
    "G": (ZURICH, "", {}),
    "one-stop shop": (PARIS, "", OSS),
}


@pytest.fixture(params=CASES.values(), ids=CASES)
def order(request, shop):
    address, vat_id, seller = request.param
    described(**seller)
    shop.has("tea", price="11.90")
    shop.has("book", price="9.99", tax_class=TaxClass.REDUCED)
    buyer = replace(BUYER, shipping_address=replace(BUYER.shipping_address, **address), vat_id=vat_id)
    placed = shop.place({"TEA": 3, "BOOK": 1}, buyer=buyer)
    shop.settle()
    return shop.look(placed)


@pytest.mark.parametrize("syntax", FORMATS)
def test_the_document_of_an_order_breaks_no_rule_and_says_what_the_order_said(shop, order, syntax):
    [invoice] = shop.invoices_of(order)
    file = get_file(invoice_id=invoice.id, wanted=FORMATS[syntax], reader=STAFF, now=None)

    assert failures(syntax, file.content) == []
    found = parse_ubl_cii_xml(file.content, check_xsd=False)
    assert [found["BT-109"], found["BT-110"], found["BT-112"]] == [
        str(amount.amount) for amount in (order.net, order.tax, order.total)
    ]
    assert [(one["BT-118"], one["BT-116"]) for one in found["BG-23"]] == [
        (line.category, str(line.net.amount)) for line in order.tax_lines
    ]


def test_the_buyer_of_another_member_state_stands_on_it_with_place_and_day(shop):
    described()
    shop.has("tea")
    buyer = replace(BUYER, shipping_address=replace(BUYER.shipping_address, **PARIS), vat_id=FRENCH)
    placed = shop.place({"TEA": 2}, buyer=buyer)
    shop.settle()
    [invoice] = shop.invoices_of(placed)
    file = get_file(invoice_id=invoice.id, wanted=Format.XML, reader=STAFF, now=None)

    text = file.content.decode()
    for said in ("DE136695976", FRENCH, "VATEX-EU-IC", ">FR<", f"{shop.now:%Y%m%d}"):
        assert said in text
