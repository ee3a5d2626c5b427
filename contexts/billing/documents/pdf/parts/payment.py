"""How to pay: account, reference, and a code for the bank's app."""

from collections.abc import Iterator

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language import formats
from contexts.billing.documents.pdf.language.words import say
from contexts.billing.documents.pdf.paper.canvas import RULE, SOFT, Canvas
from contexts.billing.documents.pdf.paper.flow import Block
from contexts.billing.documents.pdf.parts import epc
from contexts.billing.documents.pdf.parts.letter import LEFT, RIGHT
from contexts.billing.sellers.dto import Bank

_WIDTH = RIGHT - LEFT
_CODE = 25.0
_QUIET = 4


def block(canvas: Canvas, document: Document, bank: Bank) -> Block:
    """A box of one piece, with a code to scan where the money is euro."""
    payload = epc.payload(document)
    code = epc.code(payload) if payload else None
    room = _WIDTH - 12 - (_CODE + 8 if code else 0)
    asked = canvas.lines(_asked(document), room, bold=True)
    told = [(label, canvas.lines(value, room - 36)) for label, value in _account(document, bank)]
    lines = len(asked) + sum(len(values) for _, values in told)
    height = max(lines * 5 + 8, _CODE + 12 if code else 0)

    def draw(canvas: Canvas, y: float) -> None:
        canvas.set_draw_color(RULE)
        canvas.set_line_width(0.25)
        canvas.rect(LEFT, y, _WIDTH, height)
        top, y = y, y + 7.5
        for line in asked:
            canvas.put(LEFT + 6, y, line, bold=True)
            y += 5
        y += 1
        for label, values in told:
            canvas.put(LEFT + 6, y, say(document.language, label), size=8.5, grey=SOFT, fit=33)
            for value in values:
                canvas.put(LEFT + 42, y, value)
                y += 5
        if code:
            _draw_code(canvas, document.language, code, top)

    return Block(height=height, draw=draw, gap=6)


def _asked(document: Document) -> str:
    language, amount = document.language, formats.amount(document.language, document.total)
    if document.due_date is None:
        return say(language, "pay", amount=amount)
    return say(language, "pay_by", amount=amount, date=formats.day(language, document.due_date))


def _account(document: Document, bank: Bank) -> Iterator[tuple[str, str]]:
    yield "holder", bank.holder or document.seller.name
    yield "iban", bank.iban_in_fours
    for label, value in (("bic", bank.bic), ("bank", bank.name)):
        if value:
            yield label, value
    yield "reference", document.reference


def _draw_code(canvas: Canvas, language: str, code: epc.Code, y: float) -> None:
    side = _CODE / code.width
    # The quiet zone is white paper: four squares on each side (ISO/IEC 18004).
    x = RIGHT - _CODE - max(5, _QUIET * side)
    canvas.squares(x, y + 5, side, code.runs)
    label = say(language, "scan")
    canvas.put(x + _CODE / 2 + canvas.width(label, size=7) / 2, y + _CODE + 9, label, size=7, grey=SOFT, right=True)
