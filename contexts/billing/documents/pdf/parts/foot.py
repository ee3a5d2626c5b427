"""The foot of each page: who the seller is before the law, in up to three columns, and the number of the page."""

from contexts.billing.documents.dto import Document
from contexts.billing.documents.pdf.language.words import say
from contexts.billing.documents.pdf.paper.canvas import SOFT, Canvas
from contexts.billing.documents.pdf.paper.metadata import title
from contexts.billing.documents.pdf.parts.letter import LEFT, RIGHT
from contexts.billing.documents.pdf.parts.postal import address_lines
from contexts.billing.sellers.dto import Scheme, Seller

_COLUMNS = (25.0, 82.0, 139.0)
_COLUMN_WIDTH = 51.0
_PITCH = 3.2
_LAST_LINE = 283.0
_PAGE_NUMBER = 289.5
_HEAD = 18.0


class Foot:
    """The columns as they are drawn on each page of a document."""

    def __init__(self, canvas: Canvas, document: Document) -> None:
        self._document = document
        self._columns = [
            [line for text in texts for line in canvas.lines(text, _COLUMN_WIDTH, size=7)]
            for texts in _columns(document.seller, document.language)
        ]
        self.top = _LAST_LINE - max(map(len, self._columns)) * _PITCH - 2

    def draw(self, canvas: Canvas, *, page: int, pages: int) -> None:
        """On the page that is drawn on; pages after the first say at their head what they belong to."""
        language = self._document.language
        canvas.rule(LEFT, self.top, RIGHT - LEFT)
        for x, lines in zip(_COLUMNS, self._columns, strict=True):
            for number, line in enumerate(lines, start=1):
                canvas.put(x, self.top + 1 + number * _PITCH, line, size=7, grey=SOFT)
        shown = say(language, "page", page=page, pages=pages)
        canvas.put(RIGHT, _PAGE_NUMBER, shown, size=7, grey=SOFT, right=True)
        if page > 1:
            canvas.put(LEFT, _HEAD, title(self._document), size=8, grey=SOFT, fit=90)
            name = canvas.lines(self._document.seller.name, 70, size=8)[0]
            canvas.put(RIGHT, _HEAD, name, size=8, grey=SOFT, right=True)


def _columns(seller: Seller, language: str) -> list[list[str]]:
    bank = seller.bank
    registered = (one.vat_id for one in seller.registrations if one.scheme is Scheme.LOCAL)
    ids = list(filter(None, dict.fromkeys((seller.vat_id, *registered))))
    law = [
        seller.register_entry,
        say(language, "vat_id", id=" · ".join(ids)) if ids else "",
        say(language, "tax_number", id=seller.tax_number) if seller.tax_number else "",
    ]
    account = [bank.name, f"IBAN {bank.iban_in_fours}", f"BIC {bank.bic}" if bank.bic else ""] if bank else []
    name = list(address_lines(seller.name, seller.address, home=seller.address, language=language))
    columns = [name, law, account]
    for column, text in zip(columns, seller.footer, strict=False):
        column.append(text)
    return [list(filter(None, column)) for column in columns]
