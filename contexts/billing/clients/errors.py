"""What billing refuses about clients."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import ClientId


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
