"""The letter's first page by DIN 5008, form B: look of the seller, address for a window, facts, title, fold marks."""

from collections.abc import Iterator

from PIL.Image import Image

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language import formats
from contexts.billing.documents.pdf.language.countries import country_name
from contexts.billing.documents.pdf.language.words import say
from contexts.billing.documents.pdf.paper.canvas import INK, PITCH, SOFT, Canvas
from contexts.billing.documents.pdf.paper.metadata import title
from contexts.billing.documents.pdf.parts.postal import address_lines, return_line

LEFT, RIGHT = 25.0, 190.0
# Where the window of the envelope shows the address, and how high its part for the recipient is.
_RETURN_LINE = 60.5
_RECIPIENT = 63.0
_RECIPIENT_HEIGHT = 27.3
_ADDRESS_WIDTH = 80.0
_FACTS, _FACTS_TOP, _FACT_WIDTH = 120.0, 50.0, 41.0
_TITLE = 101.0
_NAME_HEIGHT = 20.0
_FOLDS = (105.0, 148.5, 210.0)


def draw(canvas: Canvas, document: Document, logo: Image | None) -> float:
    """Everything above the lines; returns where they may begin (mm from the top)."""
    _draw_head(canvas, document, logo)
    _draw_address(canvas, document)
    bottom = _draw_facts(canvas, document)
    for fold in _FOLDS:
        canvas.rule(4, fold, 4, grey=SOFT)
    return _draw_title(canvas, document, max(_TITLE, bottom + 9))


def _draw_head(canvas: Canvas, document: Document, logo: Image | None) -> None:
    seller = document.seller
    if logo:
        canvas.picture(logo, LEFT, 14, wide=70, high=22)
    else:
        size, lines = canvas.fitted([seller.name], 85, _NAME_HEIGHT, size=15, bold=True)
        for number, line in enumerate(lines):
            canvas.put(LEFT, 24 + number * size * PITCH, line, size=size, bold=True)
    told = [seller.name if logo else "", seller.phone, seller.email, seller.website]
    for number, line in enumerate(filter(None, told)):
        canvas.put(RIGHT, 20 + number * 4, line, size=8, grey=SOFT, right=True, fit=68)


def _draw_address(canvas: Canvas, document: Document) -> None:
    language = document.language
    sender = canvas.lines(return_line(document.seller), _ADDRESS_WIDTH, size=6.5)
    for number, line in enumerate(reversed(sender)):
        canvas.put(LEFT, _RETURN_LINE - number * 2.6, line, size=6.5, grey=SOFT)
    canvas.rule(LEFT, _RETURN_LINE + 1.2, _ADDRESS_WIDTH)
    told = address_lines(document.buyer.name, document.buyer.address, home=document.seller.address, language=language)
    size, lines = canvas.fitted(list(told), _ADDRESS_WIDTH, _RECIPIENT_HEIGHT, size=10)
    for number, line in enumerate(lines, start=1):
        canvas.put(LEFT, _RECIPIENT + number * size * PITCH, line, size=size)


def _draw_facts(canvas: Canvas, document: Document) -> float:
    y = _FACTS_TOP
    for word, value in _facts(document):
        canvas.put(_FACTS, y, say(document.language, word), size=8.5, grey=SOFT)
        for line in canvas.lines(value, _FACT_WIDTH):
            canvas.put(RIGHT, y, line, right=True, fit=_FACT_WIDTH)
            y += 4.9
    return y - 4.9


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    language = document.language
    yield "number", document.number
    yield "issue_date", formats.day(language, document.issue_date)
    if document.delivered_on:
        yield "delivered_on", formats.day(language, document.delivered_on)
    if document.due_date:
        yield "due_date", formats.day(language, document.due_date)
    for word, value in (
        ("order_number", document.order_number),
        ("buyer_reference", document.buyer_reference),
        ("buyer_vat_id", document.buyer.vat_id),
        ("deliver_to", country_name(document.deliver_to, language)),
    ):
        if value:
            yield word, value


def _draw_title(canvas: Canvas, document: Document, y: float) -> float:
    canvas.put(LEFT, y, title(document), size=15, bold=True, grey=INK, fit=RIGHT - LEFT)
    y += 4
    for text in _introduction(document):
        for line in canvas.lines(text, RIGHT - LEFT, size=9.5):
            y += 4.6
            canvas.put(LEFT, y, line, size=9.5)
    return y + 5


def _introduction(document: Document) -> Iterator[str]:
    language = document.language
    if document.preceding:
        date = formats.day(language, document.preceding.issue_date)
        yield say(language, "preceding", number=document.preceding.number, date=date)
    if document.reason:
        yield say(language, "reason", reason=document.reason)
