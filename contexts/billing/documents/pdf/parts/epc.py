"""The QR code of a credit transfer in euro (EPC069-12, version 002), which banks' apps read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

import segno

from contexts.billing.documents.dto import Document
from contexts.billing.invoices.dto import InvoiceKind

_MOST = Decimal("999999999.99")
_LONGEST_NAME = 70
_LONGEST_REFERENCE = 140
_MOST_BYTES = 331


def payload(document: Document) -> str | None:
    """What the code says; None where there is nothing to transfer in euro, or it does not fit."""
    bank, due = document.seller.bank, document.total
    if document.kind is not InvoiceKind.INVOICE or bank is None or due.currency != "EUR" or not 0 < due.amount <= _MOST:
        return None
    parts = [
        "BCD",
        "002",
        "1",  # UTF-8
        "SCT",
        bank.bic.replace(" ", ""),
        (bank.holder or document.seller.name)[:_LONGEST_NAME],
        bank.iban.replace(" ", ""),
        f"EUR{due.amount}",
        "",  # no purpose
        "",  # no structured reference
        document.reference[:_LONGEST_REFERENCE],
    ]
    text = "\n".join(parts)
    return text if len(text.encode()) <= _MOST_BYTES else None


@dataclass(frozen=True)
class Code:
    """A QR symbol without its quiet zone: how many squares it is wide, and its dark ones as row, column and length."""

    width: int
    runs: tuple[tuple[int, int, int], ...]


def code(text: str) -> Code:
    """The symbol of a payload; error correction M, as the standard asks."""
    rows = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8").matrix
    return Code(len(rows), tuple(run for row, squares in enumerate(rows) for run in _runs(row, squares)))


def _runs(row: int, squares: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    column = 0
    for dark, group in groupby(squares):
        length = len(list(group))
        if dark:
            yield row, column, length
        column += length
