"""Credit as plain data: which pieces of an invoice are taken back."""

from dataclasses import dataclass

from gotuto.ids import InvoiceLineId


@dataclass(frozen=True, kw_only=True)
class LineCredit:
    """So many pieces of a line of the invoice."""

    line_id: InvoiceLineId
    quantity: int
