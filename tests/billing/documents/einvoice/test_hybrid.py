"""Factur-X: the PDF of a document with its XML inside, named and described as PDF/A-3 and Factur-X want it."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from facturx import get_facturx_xml_from_pdf
from fpdf import FPDF
from pypdf import PdfReader

from contexts.billing.documents.einvoice import cii, facturx
from tests.billing.documents.einvoice.structure import XMP, metadata, root
from tests.billing.documents.samples import SAMPLES


@pytest.fixture
def document():
    return SAMPLES["several_rates"]()


@pytest.fixture
def paper():
    page = FPDF()
    page.add_page()
    page.line(10, 10, 100, 100)
    return bytes(page.output())


@pytest.fixture
def hybrid(paper, document):
    return PdfReader(BytesIO(facturx(paper, cii(document), document)))


def test_a_reader_finds_the_xml(paper, document):
    xml = cii(document)

    assert get_facturx_xml_from_pdf(facturx(paper, xml, document), check_xsd=True) == ("factur-x.xml", xml)


def test_the_xml_is_an_alternative_of_the_whole_document(hybrid):
    (file,) = hybrid.trailer["/Root"]["/AF"]
    said = file.get_object()

    assert (said["/AFRelationship"], said["/UF"], said["/F"]) == ("/Alternative", "factur-x.xml", "factur-x.xml")
    assert said["/EF"]["/F"].get_object()["/Subtype"] == "/text/xml"
    assert list(hybrid.attachments) == ["factur-x.xml"]


def test_the_metadata_say_what_it_is(hybrid, document):
    told = metadata(hybrid)

    assert (told("pdfaid:part"), told("pdfaid:conformance")) == ("3", "B")
    assert [told(f"fx:{name}") for name in ("DocumentType", "DocumentFileName", "Version", "ConformanceLevel")] == [
        "INVOICE", "factur-x.xml", "1.0", "EN 16931",
    ]  # fmt: skip
    assert told("dc:creator/rdf:Seq/rdf:li") == "Teehaus Nord GmbH"
    assert told("dc:title/rdf:Alt/rdf:li") == "INV-2026-000042"
    assert hybrid.trailer["/Root"]["/Lang"] == document.language


def test_the_properties_of_factur_x_are_described_as_archives_want_it(hybrid):
    schema = root(hybrid).find(".//pdfaSchema:namespaceURI", XMP)
    names = root(hybrid).findall(".//pdfaProperty:name", XMP)

    assert schema.text == XMP["fx"]
    assert {one.text for one in names} == {"DocumentFileName", "DocumentType", "Version", "ConformanceLevel"}


def test_it_is_dated_with_the_day_of_issue_and_its_two_kinds_of_metadata_agree(hybrid):
    told = metadata(hybrid)

    assert told("xmp:CreateDate") == told("xmp:ModifyDate") == "2026-11-20T00:00:00+00:00"
    assert hybrid.metadata.creation_date == hybrid.metadata.modification_date
    assert hybrid.metadata.creation_date.date() == date(2026, 11, 20)
    assert hybrid.metadata.title == told("dc:title/rdf:Alt/rdf:li")
    assert hybrid.metadata.author == told("dc:creator/rdf:Seq/rdf:li")


def test_nothing_of_the_paper_that_was_there_before_is_left_in_the_file(paper, document):
    made = facturx(paper, cii(document), document)

    assert made.startswith(b"%PDF-1.6\n")
    assert made.endswith(b"%%EOF\n")
    assert (made.count(b"%PDF-"), made.count(b"%%EOF")) == (1, 1)


def test_the_same_input_makes_the_same_bytes_whatever_the_clock_says(paper, document, monkeypatch):
    made = facturx(paper, cii(document), document)
    monkeypatch.setattr("facturx.facturx.datetime", NextYear)

    assert facturx(paper, cii(document), document) == made
    assert made.count(b"072" + b"20261120000000") == 3


class NextYear(datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + timedelta(days=365)
