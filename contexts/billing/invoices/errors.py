"""What billing refuses about invoices."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import InvoiceId, OrderId
from gotuto.money import Money


class InvoiceNotFound(NotFound):
    """There is no such invoice, or none that the asker may see."""

    code = "billing.invoice_not_found"

    def __init__(self, *, invoice_id: InvoiceId | None = None, order_id: OrderId | None = None) -> None:
        wanted = f"with the id {invoice_id}" if invoice_id else f"for the order {order_id}"
        super().__init__(f"There is no invoice {wanted}.")


class InvoiceVoid(Conflict):
    """The invoice was voided, or its order was before an invoice was opened."""

    code = "billing.invoice_void"

    def __init__(self, *, invoice_id: InvoiceId) -> None:
        super().__init__(f"The invoice {invoice_id} is void. Nothing can be booked on it any more.")


class InvoiceNotIssued(Conflict):
    """A draft cannot be paid."""

    code = "billing.invoice_not_issued"

    def __init__(self, *, invoice_id: InvoiceId) -> None:
        super().__init__(f"The invoice {invoice_id} is still a draft. Issue it before it is paid.")


class InvoicePaid(Conflict):
    """Money has been booked on the invoice, so that it cannot be voided."""

    code = "billing.invoice_paid"

    def __init__(self, *, invoice_id: InvoiceId, paid: Money) -> None:
        super().__init__(f"{paid} have been paid on the invoice {invoice_id}. It cannot be voided any more.")


class InvoiceOfOrder(Conflict):
    """The invoice belongs to an order and shares its fate."""

    code = "billing.invoice_of_order"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(
            f"This invoice belongs to the order {order_id}. Cancel the order; its invoice is voided with it."
        )


class InvoiceNotDeletable(Conflict):
    """Only a draft that belongs to no order may disappear."""

    code = "billing.invoice_not_deletable"

    def __init__(self, *, invoice_id: InvoiceId) -> None:
        super().__init__(f"The invoice {invoice_id} must be kept. Only a draft without an order can be deleted.")


class OrderInvoicedOtherwise(Conflict):
    """The order has an invoice with other contents."""

    code = "billing.order_invoiced_otherwise"

    def __init__(self, *, order_id: OrderId) -> None:
        super().__init__(f"The order {order_id} already has an invoice with another buyer or other lines.")


class InvoiceLineInvalid(Refused):
    """A line has no quantity or no price."""

    code = "billing.line_invalid"
    field = "lines"

    def __init__(self, *, position: int) -> None:
        super().__init__(f"Line {position} must have a quantity of at least 1 and a price that is not negative.")


class InvoiceEmpty(Refused):
    """There is nothing to pay for."""

    code = "billing.invoice_empty"
    field = "lines"

    def __init__(self) -> None:
        super().__init__("An invoice needs at least one line, and a total above zero.")
