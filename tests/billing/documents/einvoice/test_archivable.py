"""Every sample as Factur-X has the structure of PDF/A-3b, and is on paper what it was before."""

from io import BytesIO

import pytest
from fpdf import FPDF
from pypdf import PdfReader

from contexts.billing.documents.einvoice import cii, facturx
from contexts.billing.documents.pdf import render
from contexts.billing.documents.pdf.paper.metadata import title
from tests.billing.documents.einvoice.structure import faults, metadata
from tests.billing.documents.reading import FONTS
from tests.billing.documents.samples import SAMPLES

# There is no XML of the first two; the last is many pages of the same.
CASES = [
    pytest.param(case(), id=name) for name, case in SAMPLES.items() if name not in {"dinar", "bare", "a_cent_each"}
]


@pytest.mark.parametrize("document", CASES)
def test_a_sample_has_the_structure_that_archives_want(document):
    paper = render(document, fonts=FONTS)
    reader = PdfReader(BytesIO(facturx(paper, cii(document), document)))

    assert faults(reader) == []
    assert metadata(reader)("dc:title/rdf:Alt/rdf:li") == reader.metadata.title == title(document)
    before = PdfReader(BytesIO(paper))
    assert [page.extract_text() for page in reader.pages] == [page.extract_text() for page in before.pages]


def test_a_paper_that_is_no_archive_becomes_none_and_that_is_seen():
    document = SAMPLES["plain"]()
    page = FPDF()
    page.add_page()
    page.set_font("helvetica")
    page.cell(text="Invoice")
    careless = bytes(page.output())

    assert faults(PdfReader(BytesIO(careless))) == [
        "a font is missing",
        "colours are not defined",
        "there is no attachment, or more than one",
        "there is no packet of metadata",
    ]
    assert faults(PdfReader(BytesIO(facturx(careless, cii(document), document)))) == [
        "a font is missing",
        "colours are not defined",
    ]
