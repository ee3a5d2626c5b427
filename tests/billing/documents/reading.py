"""PDFs read back by another library."""

from io import BytesIO
from pathlib import Path
from typing import Any

from pypdf import PageObject, PdfReader

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf import render

# Arabic, Hebrew, Chinese, Japanese and Korean, as far as the sample documents write them.
FONTS = Path(__file__).parent / "fonts"


def read(document: Document, *, logo: bytes | None = None) -> PdfReader:
    return PdfReader(BytesIO(render(document, logo=logo, fonts=FONTS)))


def pages(document: Document) -> list[str]:
    """The text of each page, on one line and with plain spaces."""
    # pypdf writes a zero before some signs of a font with PostScript outlines; other readers do not.
    found = [page.extract_text().replace("\0", "") for page in read(document).pages]
    return [" ".join(one.split()) for one in found]


def text(document: Document) -> str:
    return " ".join(pages(document))


def fonts(reader: PdfReader) -> list[dict[str, Any]]:
    """The descriptors of all fonts of all pages."""
    used: list[Any] = [one.get_object() for page in reader.pages for one in _resources(page)["/Font"].values()]
    return [one["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object() for one in used]


def _resources(page: PageObject) -> Any:
    return page["/Resources"]
