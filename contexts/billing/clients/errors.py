"""What billing refuses about clients."""

from gotuto.errors import Conflict, NotFound
from gotuto.ids import ClientId


class ClientNotFound(NotFound):
    """There is no such client."""

    code = "billing.client_not_found"

    def __init__(self, *, client_id: ClientId) -> None:
        super().__init__(f"There is no client with the id {client_id}.")


class ClientHasInvoices(Conflict):
    """A client with invoices cannot be deleted."""

    code = "billing.client_has_invoices"

    def __init__(self, *, client_id: ClientId) -> None:
        super().__init__(f"The client {client_id} has invoices and must be kept.")
