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

    @property
    def wanted(self) -> str:
        return f"with the id {self.invoice_id}" if self.invoice_id else f"for the order {self.order_id}"


class InvoiceIsVoid(Conflict):
    """The invoice was voided, or its order was before an invoice was opened."""

    code = "billing.invoice_void"
    text = "The invoice {invoice_id} is void. Nothing can be booked on it any more."
    invoice_id: InvoiceId


class InvoiceNotIssued(Conflict):
    """A draft cannot be paid."""

    code = "billing.invoice_not_issued"
    text = "The invoice {invoice_id} is still a draft. Issue it before it is paid."
    invoice_id: InvoiceId


class InvoiceAlreadyPaid(Conflict):
    """Money has been booked on the invoice, so that it cannot be voided."""

    code = "billing.invoice_paid"
    text = "{paid} have been paid on the invoice {invoice_id}. It cannot be voided any more."
    invoice_id: InvoiceId
    paid: Money


class InvoiceOfOrder(Conflict):
    """The invoice belongs to an order and shares its fate."""

    code = "billing.invoice_of_order"
    text = "This invoice belongs to the order {order_id}. Cancel the order; its invoice is voided with it."
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
