"""What the XML says of a document, by the business terms of EN 16931."""

from dataclasses import replace
from datetime import date

import pytest

from contexts.billing.documents.einvoice import cii, ubl
from contexts.billing.documents.einvoice.terms import terms
from contexts.billing.sellers.dto import Bank
from contexts.billing.taxes.dto import TaxCategory
from tests.billing.documents.einvoice.official import SYNTAXES, failures
from tests.billing.documents.making import discount, document, line
from tests.billing.documents.parties import BUYER, SELLER
from tests.billing.documents.samples import SAMPLES

pytestmark = pytest.mark.xdist_group("official rules")


def test_an_invoice_names_seller_buyer_and_where_the_money_goes():
    said = terms(SAMPLES["several_rates"]())

    assert (said["BT-1"], said["BT-2"], said["BT-3"], said["BT-5"]) == (
        "INV-2026-000042", date(2026, 11, 20), "380", "EUR",
    )  # fmt: skip
    assert said["BG-4"] == {
        "name": "Teehaus Nord GmbH",
        "addr_l1": "Speicherstraße 12",
        "addr_l2": "",
        "postcode": "20457",
        "city": "Hamburg",
        "country_subdivision": "",
        "country_code": "DE",
        "einvoicing_addr": "rechnung@teehaus-nord.example",
        "einvoicing_addr_schemeid": "EM",
        "vat_identifier": "DE136695976",
        "tax_identifier": "27/123/45678",
        "legal_identifier": "Amtsgericht Hamburg, HRB 12345",
        "legal_info": "Managing directors: Ada Nord, Ben Süd",
        "identifiers": {},
        "contacts": [
            {"name": "Teehaus Nord GmbH", "phone": "+49 40 1234567", "email": "rechnung@teehaus-nord.example"}
        ],
    }
    assert said["BG-7"]["einvoicing_addr"] == "ada@example.com"
    assert [said[term] for term in ("BT-81", "BT-83", "BT-84", "BT-85", "BT-86")] == [
        "58", "INV-2026-000042", "DE89370400440532013000", "Teehaus Nord GmbH", "COBADEFFXXX",
    ]  # fmt: skip
    assert (said["BT-9"], said["BT-14"], said["BT-72"]) == (date(2026, 12, 4), "10042", date(2026, 11, 19))
    assert said["BT-20"].startswith("Payable within 14 days")
    assert [note["BT-22"] for note in said["BG-1"]] == [
        "Vielen Dank für Ihren Einkauf.\nWir freuen uns auf Ihren Besuch."
    ]


def test_a_credit_note_has_positive_amounts_names_its_invoice_and_asks_for_no_money():
    said = terms(SAMPLES["credit_note"]())

    assert said["BT-3"] == "381"
    assert said["BG-3"] == [{"BT-25": "INV-2026-000042", "BT-26": date(2026, 11, 20)}]
    assert said["BT-115"] == "133.70"
    assert said["BT-20"] == "Der Betrag wird gutgeschrieben."
    assert "BT-81" not in said
    assert said["BG-1"] == [{"BT-22": "Die Ware wurde zurückgegeben."}]


def test_a_transfer_in_another_currency_is_no_sepa_transfer():
    bank = Bank(iban="DE89 3704 0044 0532 0130 00")
    said = terms(document([line("Matcha", "2400", currency="JPY")], seller=replace(SELLER, bank=bank)))

    assert (said["BT-81"], said["BT-84"], said["BT-85"]) == ("30", "DE89370400440532013000", "Teehaus Nord GmbH")


@pytest.mark.parametrize(
    ("words", "due", "said_due"),
    [
        ("14 days", date(2026, 12, 4), date(2026, 12, 4)),
        ("14 days", None, None),
        ("", date(2026, 12, 4), date(2026, 12, 4)),
        # Who is told neither a date nor terms owes at once.
        ("", None, date(2026, 11, 20)),
    ],
)
def test_an_invoice_says_until_when(words, due, said_due):
    said = terms(document([line("Tea", "1.19")], seller=replace(SELLER, terms=words), due_date=due))

    assert (said["BT-20"], said["BT-9"]) == (words, said_due)


def test_discounts_are_allowances_with_their_reasons():
    said = terms(SAMPLES["discounts"]())

    assert [one["BG-27"] for one in said["BG-25"]] == [
        [{"amount": "13.92", "reason": "ten for nine", "reason_code": "95"}],
        [{"amount": "7.56", "reason": "scratched lid", "reason_code": "95"}],
        [],
    ]
    assert [(one["vat_category_code"], one["vat_rate"], one["amount"]) for one in said["BG-20"]] == [
        ("S", "7", "10.53"),
        ("S", "19", "7.34"),
    ]
    assert (said["BT-106"], said["BT-107"], said["BT-109"]) == ("212.59", "17.87", "194.72")


def test_a_discount_that_is_worth_no_cent_is_no_allowance():
    lines = [line("Teabag", "10.00", less=discount("0.01", "round")), line("Tea", "0.01", 1, "3.00")]
    said = terms(document(lines, discount=discount("0.01", "tiny")))

    assert [one["vat_rate"] for one in said["BG-20"]] == ["19"]


@pytest.mark.parametrize(
    ("price", "quantity", "said_price", "base"),
    [("11.90", 7, "10.00", None), ("0.78", 8, "0.655", None), ("0.77", 3, "1.94", "3"), ("0.77", 16, "10.35", "16")],
)
def test_a_price_has_the_decimals_that_it_needs_or_a_quantity_that_it_is_for(price, quantity, said_price, base):
    (said,) = terms(document([line("Tea", price, quantity)]))["BG-25"]

    assert (said["BT-146"], said["BT-149"]) == (said_price, base)


def test_of_an_address_that_is_not_there_nothing_is_said():
    assert "country_code" not in terms(SAMPLES["bare"]())["BG-7"]


def test_the_first_line_of_a_description_is_the_name():
    (said,) = terms(document([line("\nTea\nfrom Uji\nin spring", "1.00")]))["BG-25"]

    assert (said["BT-153"], said["BT-154"]) == ("Tea", "from Uji\nin spring")


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("intra_community", "VATEX-EU-IC", "Livraison intracommunautaire exonérée de TVA"),
        ("reverse_charge", "VATEX-EU-AE", "Inversión del sujeto pasivo"),
        ("export", "VATEX-EU-G", "Export outside the European Union"),
        ("exempt", "VATEX-EU-132-1I", "Steuerfrei nach Artikel 132 Absatz 1 Buchstabe i"),
        ("out_of_scope", "VATEX-EU-O", "Nicht steuerbar"),
    ],
)
def test_where_there_is_no_tax_the_reason_stands_as_code_and_in_the_language_of_the_buyer(name, code, words):
    (said,) = terms(SAMPLES[name]())["BG-23"]

    assert said["BT-121"] == code
    assert said["BT-120"].startswith(words)


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_an_exemption_without_a_code_says_so_in_words(syntax):
    made = replace(SAMPLES["exempt"](), tax_lines=(replace(SAMPLES["exempt"]().tax_lines[0], exemption=""),))

    assert terms(made)["BG-23"][0]["BT-120"] == "Steuerfrei"
    assert failures(syntax, SYNTAXES[syntax](made)) == []


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_two_reasons_for_no_tax_are_one_group_with_both_sentences(syntax):
    lines = [line(name, "40.00", 1, "0", category=TaxCategory.EXEMPT) for name in ("Course", "Massage", "Course")]
    made = document(lines, exemption="VATEX-EU-132-1I")
    (tax,) = made.tax_lines
    first, second = (replace(tax, net=part, gross=part) for part in tax.net.split([2, 1]))
    made = replace(made, tax_lines=(first, replace(second, exemption="VATEX-EU-132-1C")))

    (said,) = terms(made)["BG-23"]
    assert (said["BT-116"], said["BT-121"]) == ("120.00", "")
    assert said["BT-120"] == (
        "Exempt from VAT: article 132(1)(i), Directive 2006/112/EC; "
        "Exempt from VAT: article 132(1)(c), Directive 2006/112/EC"
    )
    assert failures(syntax, SYNTAXES[syntax](made)) == []


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_a_seller_with_a_tax_number_only_is_known_by_it(syntax):
    seller = replace(SELLER, vat_id="", register_entry="", phone="", email="", bank=None, footer=())
    made = document([line("Tea", "1.07", 1, "0.07")], seller=seller, buyer=replace(BUYER, email=""), order_number="")

    assert terms(made)["BG-4"]["identifiers"] == {None: "27/123/45678"}
    assert terms(made)["BG-4"]["contacts"] == []
    assert failures(syntax, SYNTAXES[syntax](made)) == []


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_kosovo_has_the_code_of_the_standard(syntax):
    address = replace(BUYER.address, country="XK")
    made = document([line("Tea", "1.19")], buyer=replace(BUYER, address=address), deliver_to="XK")

    assert terms(made)["BG-13"]["country_code"] == terms(made)["BG-7"]["country_code"] == "1A"
    assert failures(syntax, SYNTAXES[syntax](made)) == []


def test_a_line_without_a_description_is_called_by_its_sku():
    (said,) = terms(document([line(" ", "1.00", sku="TEA-7")]))["BG-25"]

    assert (said["BT-153"], said["BT-154"]) == ("TEA-7", "")


@pytest.mark.parametrize("write", [cii, ubl])
def test_what_no_xml_can_hold_is_a_blank(write):
    made = write(document([line("Green\x0btea\x00, <10 g> & more \U0001f375", "1.00")], notes="Thank\x1fyou\ufffe!"))

    assert "Green tea , &lt;10 g&gt; &amp; more \U0001f375<" in made.decode()
    assert "Thank you !" in made.decode()


@pytest.mark.parametrize("write", [cii, ubl])
def test_the_same_document_makes_the_same_bytes(write):
    assert write(SAMPLES["discounts"]()) == write(SAMPLES["discounts"]())


def test_the_order_number_of_the_seller_stands_in_ubl_below_an_order_of_the_buyer_that_is_not_known():
    assert b"<cbc:ID>NA</cbc:ID>" in ubl(SAMPLES["plain"]())
    assert b"OrderReference" not in ubl(document([line("Tea", "1.19")], order_number=""))


@pytest.mark.parametrize(
    ("deliver_to", "category", "rate", "vat_id"),
    [
        ("AT", TaxCategory.STANDARD, "0.20", "ATU13585627"),
        # By the one-stop shop, by no registration at all, and not taxed there.
        ("EU", TaxCategory.STANDARD, "0.20", "DE136695976"),
        ("FR", TaxCategory.STANDARD, "0.20", "DE136695976"),
        ("AT", TaxCategory.INTRA_COMMUNITY, "0", "DE136695976"),
    ],
)
def test_the_seller_supplies_under_the_registration_where_the_goods_are_taxed(deliver_to, category, rate, vat_id):
    lines = [line("Green tea", "12.00", 1, rate, category=category)]
    assert terms(document(lines, deliver_to=deliver_to))["BG-4"]["vat_identifier"] == vat_id
