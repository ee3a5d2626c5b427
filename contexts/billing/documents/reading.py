"""Reading a document: one statement says who may, and by what; then its bytes come from the storage, unless they were changed."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import storages

from contexts.billing.documents import models
from contexts.billing.documents.dto import Format, Reader, StoredFile, Way
from contexts.billing.documents.errors import DocumentDamaged, DocumentIncomplete, DocumentNotMade, NotInEn16931
from contexts.billing.invoices.errors import InvoiceNotFound
from gotuto import capabilities
from gotuto.ids import InvoiceId
from gotuto.outbound.models import Status

# The kind of a capability that opens one document, as the link in a mail holds it.
LINK = "document"
# The kind of the one that lets somebody pay an invoice, as the link in a mail holds it too.
PAY = "pay"
# The kind of the one that a guest has for an order; billing knows whose invoice that is.
ORDER = "order"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A document that somebody may read, and by what."""

    row: models.Document
    way: Way

    @property
    def made_its_client(self) -> bool:
        """Whether the client came with the order of this document, as a guest's does; one by hand is there before any invoice."""
        ordered, client = self.row.invoice.credits_invoice or self.row.invoice, self.row.invoice.client
        return client is not None and ordered.order_id is not None and ordered.created_at == client.created_at


def open_document(*, invoice_id: InvoiceId, reader: Reader, now: datetime | None) -> Opened:
    """A document with its invoice and client, in one statement. Raises InvoiceNotFound for what is no document of the reader."""
    rows = models.Document.objects.select_related("invoice__client", "invoice__credits_invoice")
    row = rows.filter(invoice_id=invoice_id).first()
    way = None if row is None else _way(row, reader, now)
    if row is None or way is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    return Opened(row=row, way=way)


def stored_file(opened: Opened, wanted: Format) -> StoredFile | None:
    """What was stored of a document that may be read; None while it is being made.

    Raises NotInEn16931, DocumentIncomplete, DocumentNotMade, DocumentDamaged.
    """
    row = opened.row
    if row.status == Status.REFUSED:
        reason = row.last_error if opened.way is Way.ROLE else ""
        raise DocumentNotMade(invoice_id=InvoiceId(row.invoice_id), reason=reason)
    if row.status != Status.DONE:
        return None
    return _read(row, wanted)


def _way(row: models.Document, reader: Reader, now: datetime | None) -> Way | None:
    invoice = row.invoice
    owner = None if invoice.client is None else invoice.client.customer_id
    if reader.is_staff:
        return Way.ROLE
    if owner is not None and owner == reader.customer_id:
        return Way.ACCOUNT
    if capabilities.opens(reader.link_token, kind=LINK, subject_id=invoice.id, now=now):
        return Way.LINK
    # As with orders: the token is a guest's; a customer signs in.
    order_id = invoice.for_order
    if (
        owner is None
        and order_id is not None
        and capabilities.opens(reader.order_token, kind=ORDER, subject_id=order_id)
    ):
        return Way.ORDER
    return None


def _read(row: models.Document, wanted: Format) -> StoredFile:
    name, digest = getattr(row, wanted.value), getattr(row, f"{wanted.value}_sha256")
    if name is None:
        raise _why_without(row)
    try:
        with storages["documents"].open(name) as file:
            content = file.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise DocumentDamaged(number=str(row.invoice))
    return StoredFile(number=str(row.invoice), wanted=wanted, content=content)


def _why_without(row: models.Document) -> NotInEn16931 | DocumentIncomplete:
    """Why there is a PDF and no XML, as it was said when they were made."""
    number, reason = str(row.invoice), row.no_xml_reason or ""
    if row.no_xml_code == DocumentIncomplete.code:
        return DocumentIncomplete(number=number, missing=(reason,))
    return NotInEn16931(number=number, reason=reason)
