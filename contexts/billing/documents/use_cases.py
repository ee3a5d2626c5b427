"""What staff do with documents: have them sent, and have those made that were refused."""

from datetime import datetime

from contexts.billing.documents import models
from contexts.billing.documents.errors import DocumentNotMade, SellerIncomplete
from contexts.billing.documents.signals import DocumentSendRequested, document_send_requested
from contexts.billing.invoices.errors import InvoiceNotFound, InvoiceNotIssued
from contexts.billing.invoices.models import Invoice
from gotuto.db import unit_of_work
from gotuto.ids import InvoiceId
from gotuto.outbound import retrying
from gotuto.outbound.models import Status


@unit_of_work
def send_document(*, invoice_id: InvoiceId, now: datetime) -> None:
    """Have an issued invoice or credit note mailed to its buyer, again if it was before.

    Raises InvoiceNotFound, InvoiceNotIssued, DocumentNotMade.
    """
    row = (
        Invoice.objects.select_related("document", "credits_invoice")
        .filter(pk=invoice_id, client__isnull=False)
        .first()
    )
    if row is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    if row.number is None:
        raise InvoiceNotIssued(invoice_id=invoice_id)
    document = getattr(row, "document", None)
    if document is not None and document.status == Status.REFUSED:
        raise DocumentNotMade(invoice_id=invoice_id, reason=document.last_error)
    document_send_requested.publish(
        DocumentSendRequested(invoice_id=invoice_id, order_id=row.for_order, occurred_at=now)
    )


@unit_of_work
def make_incomplete_documents(*, legal_entity: str, now: datetime) -> int:
    """Have the documents made for which a seller had said too little; how many."""
    rows = models.Document.objects.select_for_update(of=("self",)).filter(
        status=Status.REFUSED, outcome_code=SellerIncomplete.code, invoice__legal_entity=legal_entity
    )
    for row in rows:
        retrying.queue_again(row, now=now)
    return len(rows)
