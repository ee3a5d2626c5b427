"""What comes after the totals: why no tax is due, how to pay, notes and terms."""

from collections.abc import Iterator

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language.reasons import reasons
from contexts.billing.documents.pdf.language.words import say
from contexts.billing.documents.pdf.paper.canvas import SOFT, Canvas
from contexts.billing.documents.pdf.paper.flow import Block, Drawing
from contexts.billing.documents.pdf.parts import payment
from contexts.billing.documents.pdf.parts.letter import LEFT, RIGHT
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.taxes.dto import TaxCategory

_WIDTH = RIGHT - LEFT
_PITCH = 4.5


def blocks(canvas: Canvas, document: Document) -> Iterator[Block]:
    """In the order in which a reader asks."""
    language, seller = document.language, document.seller
    yield from _paragraph(canvas, list(_tax_sentences(document)), gap=4)
    if document.kind is InvoiceKind.INVOICE and seller.bank and document.total.is_positive:
        yield payment.block(canvas, document, seller.bank)
    if document.notes:
        yield from _titled(canvas, say(language, "notes"), document.notes)
    if seller.terms and document.kind is InvoiceKind.INVOICE:
        yield from _titled(canvas, say(language, "terms"), seller.terms)


def _tax_sentences(document: Document) -> Iterator[str]:
    yield from reasons(document)
    if any(one.category is TaxCategory.INTRA_COMMUNITY for one in document.tax_lines):
        yield say(document.language, "supply", seller=document.seller.vat_id, buyer=document.buyer.vat_id)


def _titled(canvas: Canvas, title: str, text: str) -> Iterator[Block]:
    def draw(canvas: Canvas, y: float) -> None:
        canvas.put(LEFT, y + 3.4, title, size=8, bold=True, grey=SOFT)

    yield Block(height=4.6, draw=draw, gap=5, keep=True)
    yield from _paragraph(canvas, [text], gap=0)


def _paragraph(canvas: Canvas, texts: list[str], *, gap: float) -> Iterator[Block]:
    """Lines that may be parted by a page, but neither the first nor the last two of them."""
    lines = [line for text in texts for line in canvas.lines(text, _WIDTH)]
    for number, line in enumerate(lines):
        keep = number in (0, len(lines) - 2) and number < len(lines) - 1
        yield Block(height=_PITCH, draw=_line(line), gap=0 if number else gap, keep=keep)


def _line(text: str) -> Drawing:
    def draw(canvas: Canvas, y: float) -> None:
        canvas.put(LEFT, y + 3.4, text)

    return draw
