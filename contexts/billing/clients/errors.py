"""What billing refuses about clients."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import ClientId
from gotuto.money import Money


class ClientNotFound(NotFound):
    """There is no such client."""

    code = "billing.client_not_found"
    text = "There is no client with the id {client_id}."
    client_id: ClientId


class ClientHasInvoices(Conflict):
    """A client with invoices cannot be deleted."""

    code = "billing.client_has_invoices"
    text = "The client {client_id} has invoices and must be kept."
    client_id: ClientId


class ClientOnHold(Refused):
    """Staff put the client on hold: nothing new is invoiced to them."""

    code = "billing.client_on_hold"
    text = "Nothing new is invoiced to this client{why}."
    reason: str

    @property
    def why(self) -> str:
        return f": {self.reason}" if self.reason else ""


class CreditLimitReached(Refused):
    """With this invoice the client would owe more than they may."""

    code = "billing.credit_limit_reached"
    text = "With {total} more this client would owe {owed}, and {limit} is the most that they may owe."
    total: Money
    owed: Money
    limit: Money


class CreditLimitNegative(Refused):
    """Nobody owes less than nothing."""

    code = "billing.credit_limit_negative"
    field = "credit_limit"
    text = "The most that a client may owe is not less than nothing. Leave it out if there is no limit."


class ClientIsCustomer(Conflict):
    """A customer's client stays: the customer sees their invoices by it."""

    code = "billing.client_is_customer"
    text = "The client {client_id} is a customer's. Merge the other one into it."
    client_id: ClientId


class ClientMerged(Conflict):
    """The client was found to be another one, and is not changed any more."""

    code = "billing.client_merged"
    text = "The client {client_id} was merged into {into}. Use that one."
    client_id: ClientId
    into: ClientId


class ClientMergedIntoSelf(Refused):
    """Two different clients are merged."""

    code = "billing.client_merged_into_self"
    field = "into_client_id"
    text = "A client is merged into another one, not into itself."
