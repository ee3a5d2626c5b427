"""The official rules and the schemas find what is wrong: a faulty document does not pass as valid."""

from dataclasses import replace

import pytest
from facturx import generate_cii_xml, generate_ubl_xml
from lxml import etree

from contexts.billing.documents.einvoice.terms import terms
from contexts.billing.documents.einvoice.xml import CII, UBL, checked
from contexts.billing.invoices.dto import InvoiceKind
from tests.billing.documents.einvoice.official import SYNTAXES, failures
from tests.billing.documents.samples import SAMPLES

pytestmark = pytest.mark.xdist_group("official rules")


def of_party(party, field, value):
    return lambda said: said[party].update({field: value})


def of_line(field, value):
    return lambda said: said["BG-25"][0].update({field: value})


def of_breakdown(**told):
    return lambda said: said["BG-23"][0].update({field.replace("_", "-"): value for field, value in told.items()})


# A sample, what is done to its terms, and the rule that must find it.
FAULTS = {
    "a wrong sum of lines": ("several_rates", lambda said: said.update({"BT-106": "99999.00"}), "BR-CO-10"),
    "a wrong net": ("several_rates", lambda said: said.update({"BT-109": "1.00"}), "BR-CO-13"),
    "a wrong total": ("plain", lambda said: said.update({"BT-112": "26.00"}), "BR-CO-15"),
    "a tax that is not that of its rate": ("plain", of_breakdown(BT_117="9.00"), "BR-CO-17"),
    "a net that is not that of its lines": ("discounts", of_breakdown(BT_116="9.00"), "BR-S-08"),
    "goods to another state without the buyer's VAT id": (
        "intra_community", of_party("BG-7", "vat_identifier", ""), "BR-IC-02"
    ),
    "goods to another state without a day of delivery": (
        "intra_community", lambda said: said.update({"BT-72": None}), "BR-IC-11"
    ),
    "goods to another state without the country": (
        "intra_community", lambda said: said.update({"BG-13": None}), "BR-IC-12"
    ),
    "reverse charge without the buyer's VAT id": (
        "reverse_charge", of_party("BG-7", "vat_identifier", ""), "BR-AE-02"
    ),
    "an export without the seller's VAT id": ("export", of_party("BG-4", "vat_identifier", ""), "BR-G-02"),
    "an exemption without its reason": ("exempt", of_breakdown(BT_120="", BT_121=""), "BR-E-10"),
    "an unknown reason": ("exempt", of_breakdown(BT_121="VATEX-EU-999"), "BR-CL-22"),
    "a VAT id where there is no VAT": (
        "out_of_scope", of_party("BG-4", "vat_identifier", "DE136695976"), "BR-O-02"
    ),
    "an amount with three decimals": ("plain", of_line("BT-131", "21.010"), "BR-DEC-23"),
    "a unit of no recommendation": ("plain", of_line("BT-130", "PIECE"), "BR-CL-23"),
    "no country of the buyer": ("plain", of_party("BG-7", "country_code", ""), "BR-10"),
    "a seller whom nothing identifies": ("plain", lambda said: said["BG-4"].update(
        vat_identifier="", legal_identifier="", identifiers={}), "BR-CO-26"),
}  # fmt: skip
# The rules of Factur-X say these in words of their own, by a list of codes.
OTHERWISE_IN_CII = {"BR-CL-22", "BR-CL-23"}


GENERATORS = {"cii": generate_cii_xml, "ubl": generate_ubl_xml}
SCHEMAS = {"cii": CII, "ubl": UBL[InvoiceKind.INVOICE]}


@pytest.mark.parametrize("syntax", SYNTAXES)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_by_its_rule(fault, syntax):
    name, plant, rule = FAULTS[fault]

    found = failures(syntax, faulty(syntax, name, plant))

    words = "is not allowed" if syntax == "cii" and rule in OTHERWISE_IN_CII else rule
    assert any(words in one for one in found), found


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_the_schema_finds_what_is_in_the_wrong_place(syntax):
    tree = etree.fromstring(faulty(syntax, "plain", lambda said: None))
    tree.append(tree[0])

    with pytest.raises(etree.DocumentInvalid):
        checked(etree.tostring(tree), SCHEMAS[syntax])


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_lines_that_are_not_the_whole_are_never_written(syntax):
    document = SAMPLES["plain"]()
    other = replace(document, net=document.total, tax=document.tax - document.tax)

    with pytest.raises(ValueError, match=r"INV-2026-000042: its lines and tax lines are not 25\.00 EUR without tax"):
        SYNTAXES[syntax](other)


def faulty(syntax, name, plant):
    """The XML of a sample whose terms were changed on the way."""
    said = terms(SAMPLES[name]())
    plant(said)
    return GENERATORS[syntax](said, level="en16931", check_xsd=False, check_schematron=False)
