"""What billing refuses about invoices."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import InvoiceId, OrderId
from gotuto.money import Money


class InvoiceNotFound(NotFound):
    """There is no such invoice, or none that the asker may see."""

    code = "billing.invoice_not_found"
    text = "There is no invoice {wanted}."
    invoice_id: InvoiceId | None = None
    order_id: OrderId | None = None
    number: str | None = None

    @property
    def wanted(self) -> str:
        if self.number:
            return f"with the number {self.number}"
        return f"with the id {self.invoice_id}" if self.invoice_id else f"for the order {self.order_id}"


class InvoiceIsVoid(Conflict):
    """The invoice was voided, or its order was before an invoice was opened."""

    code = "billing.invoice_void"
    text = "The invoice {invoice_id} is void. Nothing can be booked on it any more."
    invoice_id: InvoiceId


class InvoiceNotIssued(Conflict):
    """A draft can neither be paid nor credited."""

    code = "billing.invoice_not_issued"
    text = "The invoice {invoice_id} is still a draft. Issue it before it is paid or credited."
    invoice_id: InvoiceId


class InvoiceAlreadyPaid(Conflict):
    """Money has been booked on the invoice, so that its claim cannot be given up."""

    code = "billing.invoice_paid"
    text = "{paid} have been paid on the invoice {invoice_id}. Its claim cannot be given up any more."
    invoice_id: InvoiceId
    paid: Money


class InvoiceIssued(Conflict):
    """The invoice has a number, so that it is never voided: a credit note corrects it."""

    code = "billing.invoice_issued"
    text = "The invoice {invoice_id} is issued and cannot be voided. Credit it instead."
    invoice_id: InvoiceId


class InvoiceIsCreditNote(Conflict):
    """Nothing is owed on a credit note, so that it is neither paid nor credited."""

    code = "billing.invoice_is_credit_note"
    text = (
        "{invoice_id} is a credit note. Nothing can be paid on it or credited of it; use the invoice that it corrects."
    )
    invoice_id: InvoiceId


class InvoiceOfOrder(Conflict):
    """The invoice belongs to an order and shares its fate."""

    code = "billing.invoice_of_order"
    text = "This invoice belongs to the order {order_id}. Cancel the order; its invoice ends with it."
    order_id: OrderId


class InvoiceNotDeletable(Conflict):
    """Only a draft that belongs to no order may disappear."""

    code = "billing.invoice_not_deletable"
    text = "The invoice {invoice_id} must be kept. Only a draft without an order can be deleted."
    invoice_id: InvoiceId


class OrderInvoicedOtherwise(Conflict):
    """The order has an invoice with other contents."""

    code = "billing.order_invoiced_otherwise"
    text = "The order {order_id} already has an invoice with another buyer or other lines."
    order_id: OrderId
