"""What an archive looks for in a Factur-X file (ISO 19005-3, Factur-X 1.09 chapter 6), as far as its structure shows."""

from collections.abc import Callable, Iterator

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
}
# A destination to open at is none: an action is a dictionary.
_ACTS = ("/AA", "/AcroForm")


def root(reader: PdfReader) -> etree._Element:
    return etree.fromstring(reader.trailer["/Root"]["/Metadata"].get_data())


def metadata(reader: PdfReader) -> Callable[[str], str | None]:
    """The text at a path of the XMP packet."""
    packet = root(reader)
    return lambda path: packet.findtext(f".//{path}", None, XMP)


def faults(reader: PdfReader) -> list[str]:
    """What an archive would not take."""
    return [what for what, is_right in _looks(reader) if not is_right]


def _looks(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    catalog = reader.trailer["/Root"]
    yield "it is encrypted", not reader.is_encrypted
    yield "a font is missing", all(_is_embedded(one) for one in _fonts(reader))
    yield (
        "colours are not defined",
        any("/DestOutputProfile" in one.get_object() for one in catalog.get("/OutputIntents", ())),
    )
    yield "it acts when it is opened", not any(one in catalog for one in _ACTS)
    yield "nothing tells it from others", len(reader.trailer.get("/ID", ())) == 2
    yield from _attachment(reader)
    yield from _packet(reader)


def _fonts(reader: PdfReader) -> Iterator[DictionaryObject]:
    for page in reader.pages:
        yield from (one.get_object() for one in page["/Resources"].get("/Font", {}).values())


def _is_embedded(font: DictionaryObject) -> bool:
    (drawn,) = font.get("/DescendantFonts", [font])
    told = drawn.get_object().get("/FontDescriptor", {})
    return any(file in told.get_object() for file in ("/FontFile", "/FontFile2", "/FontFile3")) if told else False


def _attachment(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    files = [one.get_object() for one in reader.trailer["/Root"].get("/AF", ())]
    yield "there is no attachment, or more than one", len(files) == len(reader.attachments) == 1
    for one in files:
        yield "the attachment has another name", one["/UF"] == one["/F"] == "factur-x.xml"
        yield "the attachment has no relation to the document", one.get("/AFRelationship") == "/Alternative"
        yield "the attachment is no XML", one["/EF"]["/F"].get_object().get("/Subtype") == "/text/xml"


def _packet(reader: PdfReader) -> Iterator[tuple[str, bool]]:
    catalog = reader.trailer["/Root"]
    yield "there is no packet of metadata", "/Metadata" in catalog
    if "/Metadata" in catalog:
        told = metadata(reader)
        yield "it is no PDF/A-3b", (told("pdfaid:part"), told("pdfaid:conformance")) == ("3", "B")
        yield "it is no Factur-X", told("fx:ConformanceLevel") == "EN 16931"
        yield "the extension schema is missing", told("pdfaSchema:namespaceURI") == XMP["fx"]
