"""The table of lines: a row for each, with what was taken off its price."""

from collections.abc import Iterator
from dataclasses import dataclass

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language import formats
from contexts.billing.documents.pdf.language.units import unit
from contexts.billing.documents.pdf.language.words import say
from contexts.billing.documents.pdf.paper.canvas import INK, SOFT, Canvas
from contexts.billing.documents.pdf.paper.flow import Block
from contexts.billing.documents.pdf.parts.letter import LEFT, RIGHT
from contexts.billing.lines.dto import InvoicedLine

# Where columns begin or, of those with numbers, end (mm from the left), and how wide the numbers may be.
_POSITION, _DESCRIPTION, _QUANTITY, _PRICE, _RATE = 32.0, 35.5, 117.0, 144.0, 160.0
_DESCRIPTION_WIDTH = 63.0
_FITS = {_QUANTITY: 17.0, _PRICE: 25.0, _RATE: 14.5, RIGHT: 28.0}
_PITCH = 4.3
_SMALL_PITCH = 3.5
# The row of a long description may be parted by a page after each few lines.
_MOST_LINES = 4


@dataclass(frozen=True)
class _Text:
    """One line in the column of descriptions, with what stands at its right."""

    text: str
    small: bool = False
    position: str = ""
    cells: tuple[tuple[float, str], ...] = ()


def rows(canvas: Canvas, document: Document) -> list[Block]:
    """The rows, below a head that each page repeats; the last one keeps what comes after it on its page."""
    head = _head(document)
    parts = [
        (texts[start : start + _MOST_LINES], start + _MOST_LINES >= len(texts))
        for line in document.lines
        for texts in [list(_texts(canvas, document, line))]
        for start in range(0, len(texts), _MOST_LINES)
    ]
    last = len(parts) - 1
    return [
        Block(height=head.height, draw=head.draw, keep=True),
        *(_row(texts, head=head, ends=ends, keep=number == last) for number, (texts, ends) in enumerate(parts)),
    ]


def _head(document: Document) -> Block:
    language = document.language
    mode = say(language, "with_tax" if document.prices_include_tax else "without_tax")
    numbers = (
        (_QUANTITY, "quantity", ""),
        (_PRICE, "unit_price", mode),
        (_RATE, "rate", ""),
        (RIGHT, "amount", f"{document.total.currency} {mode}"),
    )

    def draw(canvas: Canvas, y: float) -> None:
        canvas.put(_POSITION, y + 4, say(language, "position"), size=8, bold=True, right=True, fit=_POSITION - LEFT)
        canvas.put(_DESCRIPTION, y + 4, say(language, "description"), size=8, bold=True)
        for right, word, below in numbers:
            canvas.put(right, y + 4, say(language, word), size=8, bold=True, right=True, fit=_FITS[right])
            canvas.put(right, y + 7.3, below, size=6.5, grey=SOFT, right=True)
        canvas.rule(LEFT, y + 9, RIGHT - LEFT, grey=INK, thick=0.3)

    return Block(height=9.5, draw=draw)


def _texts(canvas: Canvas, document: Document, line: InvoicedLine) -> Iterator[_Text]:
    language = document.language
    cells = (
        (_QUANTITY, formats.number(language, line.quantity)),
        (_PRICE, formats.number(language, line.unit_price.amount)),
        (_RATE, formats.percent(language, line.tax_rate)),
        (RIGHT, formats.number(language, line.total.amount)),
    )
    for number, text in enumerate(canvas.lines(line.description, _DESCRIPTION_WIDTH)):
        yield _Text(text) if number else _Text(text, position=str(line.position), cells=cells)
    measure = ((_QUANTITY, unit(language, line.unit, line.quantity)),)
    for number, text in enumerate(canvas.lines(_item(language, line), _DESCRIPTION_WIDTH, size=7)):
        yield _Text(text, small=True, cells=() if number else measure)
    if line.discount:
        off = ((RIGHT, formats.number(language, -line.discount.amount.amount)),)
        for number, text in enumerate(canvas.lines(discount_label(language, line.discount.reason), 100, size=7)):
            yield _Text(text, small=True, cells=() if number else off)


def discount_label(language: str, reason: str) -> str:
    return say(language, "discount_for", reason=reason) if reason else say(language, "discount")


def _item(language: str, line: InvoicedLine) -> str:
    return say(language, "sku", sku=line.sku) if line.sku else " "


def _row(texts: list[_Text], *, head: Block, ends: bool, keep: bool) -> Block:
    height = sum(_SMALL_PITCH if one.small else _PITCH for one in texts)

    def draw(canvas: Canvas, y: float) -> None:
        if ends:
            canvas.rule(LEFT, y + height + 2.2, RIGHT - LEFT)
        y += 0.5
        for one in texts:
            y += _SMALL_PITCH if one.small else _PITCH
            size, grey = (7, SOFT) if one.small else (9, INK)
            canvas.put(_POSITION, y, one.position, size=size, grey=grey, right=True, fit=_POSITION - LEFT)
            canvas.put(_DESCRIPTION, y, one.text, size=size, grey=grey)
            for right, value in one.cells:
                canvas.put(right, y, value, size=size, grey=grey, right=True, fit=_FITS[right])

    return Block(height=height + (2.2 if ends else 0), draw=draw, keep=keep, head=head)
