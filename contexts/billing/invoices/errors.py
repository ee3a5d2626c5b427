"""Billing's refusals."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import ClientId, InvoiceId, OrderId
from gotuto.money import Money


class InvoiceNotFound(NotFound):
    """There is no such invoice, or none that the asker may see."""

    code = "billing.invoice_not_found"

    def __init__(self, *, invoice_id: InvoiceId | None = None, order_id: OrderId | None = None) -> None:
        wanted = f"with the id {invoice_id}" if invoice_id else f"for the order {order_id}"
        super().__init__(f"There is no invoice {wanted}.")


class ClientNotFound(NotFound):
    """There is no such client."""

    code = "billing.client_not_found"

    def __init__(self, *, client_id: ClientId) -> None:
        super().__init__(f"There is no client with the id {client_id}.")


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


class AmountNotPositive(Refused):
    """A payment brings money in."""

    code = "billing.amount_not_positive"
    field = "amount"

    def __init__(self, *, amount: Money) -> None:
        super().__init__(f"A payment must be above zero; {amount} is not.")


class Overpaid(Conflict):
    """The payment is higher than what is still due."""

    code = "billing.overpaid"
    field = "amount"

    def __init__(self, *, amount: Money, due: Money) -> None:
        super().__init__(f"{amount} is more than the {due} still due on this invoice.")


class ReferenceReused(Conflict):
    """Another payment on this invoice has the same reference."""

    code = "billing.reference_reused"
    field = "reference"

    def __init__(self, *, reference: str, amount: Money, method: str) -> None:
        super().__init__(f"{reference!r} already stands for a payment of {amount} by {method} on this invoice.")


class ClientHasInvoices(Conflict):
    """A client with invoices cannot be deleted."""

    code = "billing.client_has_invoices"

    def __init__(self, *, client_id: ClientId) -> None:
        super().__init__(f"The client {client_id} has invoices and must be kept.")
