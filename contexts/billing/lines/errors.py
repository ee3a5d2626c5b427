"""What billing refuses about lines."""

from gotuto.errors import Refused


class InvoiceEmpty(Refused):
    """There is nothing to pay for."""

    code = "billing.invoice_empty"
    field = "lines"
    text = "An invoice needs at least one line, and a total above zero."


class InvoiceLineInvalid(Refused):
    """A line has no quantity or no price."""

    code = "billing.line_invalid"
    field = "lines"
    text = "Line {position} must have a quantity of at least 1 and a price that is not negative."
    position: int
