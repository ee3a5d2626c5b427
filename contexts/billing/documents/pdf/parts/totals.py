"""Totals: the taxes by rate and category at the left, the sums at the right."""

from collections.abc import Iterator
from dataclasses import dataclass

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language import formats
from contexts.billing.documents.pdf.language.words import say
from contexts.billing.documents.pdf.paper.canvas import INK, SOFT, Canvas
from contexts.billing.documents.pdf.paper.flow import Block
from contexts.billing.documents.pdf.parts.letter import LEFT, RIGHT
from contexts.billing.documents.pdf.parts.table import discount_label
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.lines.dto import TaxLine
from gotuto.money import Money, total

_NET, _TAX = 82.0, 104.0
_SUMS = 112.0
_LABEL_WIDTH = 46.0
_PITCH = 5.0


@dataclass(frozen=True)
class _Sum:
    label: str
    value: str
    bold: bool = False


def block(canvas: Canvas, document: Document) -> Block:
    """Both tables side by side, on one page."""
    sums = [(one, canvas.lines(one.label, _LABEL_WIDTH, bold=one.bold)) for one in _sums(document)]
    lines = sum(len(labels) for _, labels in sums)
    height = max(lines * _PITCH + 6, (len(document.tax_lines) + 1) * _PITCH + 6)

    def draw(canvas: Canvas, y: float) -> None:
        _draw_taxes(canvas, document, y)
        for one, labels in sums:
            if one.bold:
                canvas.rule(_SUMS, y + 1.8, RIGHT - _SUMS, grey=INK, thick=0.3)
                y += 1.8
            for number, label in enumerate(labels):
                y += _PITCH
                canvas.put(_SUMS, y, label, bold=one.bold, grey=INK if one.bold else SOFT)
                if number == 0:
                    canvas.put(RIGHT, y, one.value, bold=one.bold, right=True, fit=34)

    return Block(height=height, draw=draw, gap=2)


def _sums(document: Document) -> Iterator[_Sum]:
    language = document.language
    lines = total((line.total for line in document.lines), document.total.currency)
    less = document.discount.amount if document.discount else Money.zero(lines.currency)
    whole = document.total if document.prices_include_tax else document.net
    not_owed = lines - less - whole
    if document.discount or not not_owed.is_zero:
        yield _Sum(say(language, "sum"), formats.amount(language, lines))
    if document.discount:
        yield _Sum(discount_label(language, document.discount.reason), formats.amount(language, -less))
    if not not_owed.is_zero:
        yield _Sum(say(language, "not_owed"), formats.amount(language, -not_owed))
    yield _Sum(say(language, "net"), formats.amount(language, document.net))
    yield _Sum(say(language, "tax"), formats.amount(language, document.tax))
    asked = "to_pay" if document.kind is InvoiceKind.INVOICE else "credited"
    yield _Sum(say(language, asked), formats.amount(language, document.total), bold=True)


def _draw_taxes(canvas: Canvas, document: Document, y: float) -> None:
    language = document.language
    y += _PITCH
    canvas.put(LEFT, y, say(language, "tax_rate"), size=7.5, bold=True, grey=SOFT)
    canvas.put(_NET, y, say(language, "tax_net"), size=7.5, bold=True, grey=SOFT, right=True)
    canvas.put(_TAX, y, say(language, "tax_amount"), size=7.5, bold=True, grey=SOFT, right=True)
    canvas.rule(LEFT, y + 1.6, _TAX - LEFT)
    for one in document.tax_lines:
        y += _PITCH
        canvas.put(LEFT, y, _named(language, one), size=8.5, fit=38)
        canvas.put(_NET, y, formats.number(language, one.net.amount), size=8.5, right=True, fit=18)
        canvas.put(_TAX, y, formats.number(language, one.tax.amount), size=8.5, right=True, fit=20)


def _named(language: str, one: TaxLine) -> str:
    return f"{formats.percent(language, one.rate)} {say(language, one.category.value)}".strip()
