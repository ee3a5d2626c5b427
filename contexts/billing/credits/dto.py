"""Credit as plain data: which pieces of an invoice are taken back, and why a claim is."""

from dataclasses import dataclass
from enum import StrEnum

from gotuto.ids import InvoiceLineId


@dataclass(frozen=True, kw_only=True)
class LineCredit:
    """So many pieces of a line of the invoice."""

    line_id: InvoiceLineId
    quantity: int


class Withdrawal(StrEnum):
    """Why a claim is withdrawn though nobody of the staff said a reason; its document says it in its own language."""

    CALLED_OFF = "called off"
    UNPAID = "unpaid"
