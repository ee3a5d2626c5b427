"""What billing refuses about payments."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import PaymentId
from gotuto.money import Money


class PaymentNotFound(NotFound):
    """There is no such payment."""

    code = "billing.payment_not_found"
    text = "There is no payment with the id {payment_id}."
    payment_id: PaymentId


class AmountNotPositive(Refused):
    """A payment brings money in."""

    code = "billing.amount_not_positive"
    field = "amount"
    text = "A payment must be above zero; {amount} is not."
    amount: Money


class ClaimNotNamed(Refused):
    """What a payment is put on, or taken off, is one invoice or one fee."""

    code = "billing.claim_not_named"
    field = "invoice_id"
    text = "Name an invoice, or a fee, and not both."


class Overpaid(Conflict):
    """The payment is higher than what is still due."""

    code = "billing.overpaid"
    field = "amount"
    text = "{amount} is more than the {due} still due on this invoice."
    amount: Money
    due: Money


class TooManyParts(Conflict):
    """An invoice is paid in a hundred parts already."""

    code = "billing.too_many_parts"
    field = "amount"
    text = "This invoice has {most} payments already; from now on it takes only all of the {due} still due."
    most: int
    due: Money


class ReferenceReused(Conflict):
    """Another payment, on this invoice or of this client, has the same reference."""

    code = "billing.reference_reused"
    field = "reference"
    text = "{reference!r} already stands for a payment of {amount} by {method}. Give this one another reference."
    reference: str
    amount: Money
    method: str


class NothingLeftToAllocate(Conflict):
    """The payment has settled other claims, was sent back, or did not stay."""

    code = "billing.nothing_left_to_allocate"
    field = "amount"
    text = "{left} of this payment settle nothing yet; {amount} is more than that."
    amount: Money
    left: Money


class NothingToTakeOff(Conflict):
    """The payment settles less of the invoice, or the fee, than is to be taken off."""

    code = "billing.nothing_to_take_off"
    field = "amount"
    text = "This payment settles {settles} of it; {amount} cannot be taken off."
    amount: Money
    settles: Money


class OtherClient(Conflict):
    """The invoice, or that of the fee, is made out to somebody else than the payer."""

    code = "billing.other_client"
    field = "invoice_id"
    text = "The invoice is made out to another client than this payment came from. Merge the two clients first if they are one."


class PaymentAlreadyReversed(Conflict):
    """Nothing of the payment is there any more."""

    code = "billing.payment_reversed"
    text = "Nothing of the payment {payment_id} is left: it was reversed, or sent back whole."
    payment_id: PaymentId
