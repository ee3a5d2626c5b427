"""Rendering: an issued document as a PDF that can be archived (PDF/A-3b), the same bytes each time."""

from pathlib import Path

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.paper.canvas import Canvas
from contexts.billing.documents.pdf.paper.faces import chosen
from contexts.billing.documents.pdf.paper.flow import paginated
from contexts.billing.documents.pdf.paper.glyphs import check, texts
from contexts.billing.documents.pdf.paper.logo import opened
from contexts.billing.documents.pdf.paper.metadata import title, xmp
from contexts.billing.documents.pdf.parts import closing, letter, table, totals
from contexts.billing.documents.pdf.parts.foot import Foot

_TOP = 24.0
_ABOVE_THE_FOOT = 5.0


def render(document: Document, *, logo: bytes | None = None, fonts: Path | None = None) -> bytes:
    """The document as its buyer gets it; `logo` is a PNG or JPEG, `fonts` a folder for what Noto Sans lacks.

    Raises MissingGlyphs, LogoUnreadable.
    """
    faces = chosen((character for _, text in texts(document) for character in text), fonts)
    check(document, faces)
    picture = opened(logo, seller=document.seller.name) if logo else None
    canvas = Canvas(document, faces)
    canvas.set_title(title(document))
    canvas.set_xmp_metadata(xmp(document))
    canvas.add_page()
    first = letter.draw(canvas, document, picture)
    _fill(canvas, document, first)
    return bytes(canvas.output())


def _fill(canvas: Canvas, document: Document, first: float) -> None:
    foot = Foot(canvas, document)
    blocks = [*table.rows(canvas, document), totals.block(canvas, document), *closing.blocks(canvas, document)]
    pages = paginated(blocks, first=first, top=_TOP, bottom=foot.top - _ABOVE_THE_FOOT)
    for number, placed in enumerate(pages, start=1):
        if number > 1:
            canvas.add_page()
        for one in placed:
            one.block.draw(canvas, one.top)
        foot.draw(canvas, page=number, pages=len(pages))
