"""What billing refuses about credit notes."""

from gotuto.errors import Conflict, Refused
from gotuto.ids import InvoiceLineId
from gotuto.money import Money


class NothingLeftToCredit(Conflict):
    """More is to be credited than is left of the claim, of the line, or of what is taxed alike."""

    code = "billing.nothing_left_to_credit"
    text = "Only {left} of {what} can still be credited."
    what: str
    left: str


class CreditNotPositive(Refused):
    """A credit note takes something off."""

    code = "billing.credit_not_positive"
    field = "amount"
    text = "A credit note must be above zero; {amount} is not."
    amount: Money


class CreditLineUnknown(Refused):
    """The invoice has no such line."""

    code = "billing.credit_line_unknown"
    field = "lines"
    text = "There is no line {line_id} on this invoice."
    line_id: InvoiceLineId


class CreditLinesOrAmount(Refused):
    """Pieces of lines are credited, or an amount; not both in one credit note."""

    code = "billing.credit_lines_or_amount"
    field = "amount"
    text = "Say which pieces are credited, or which amount. For both, make two credit notes."
