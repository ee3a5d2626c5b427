"""The QR code of a credit transfer in euro (EPC069-12, version 002), which banks' apps read."""

from decimal import Decimal

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


def squares(text: str) -> list[tuple[int, int, int]]:
    """The dark squares of the code, as row, column and length; error correction M, as the standard asks."""
    code = segno.make_qr(text, error="m", boost_error=False, encoding="utf-8")
    found = []
    for row, modules in enumerate(code.matrix):
        start = None
        for column, dark in enumerate([*modules, 0]):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                found.append((row, start, column - start))
                start = None
    return found


def width(text: str) -> int:
    """How many squares the code is wide, without its quiet zone."""
    return int(segno.make_qr(text, error="m", boost_error=False, encoding="utf-8").symbol_size(border=0)[0])
