"""What is done with documents: buyers read them, staff have them sent, and those made that were refused or never asked for."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import Error

from contexts.billing.clients.use_cases import prove_email
from contexts.billing.documents import models, queries, reading, statements
from contexts.billing.documents.dto import AskedFor, Format, Lack, Reader, StoredFile, Unmade, Way
from contexts.billing.documents.errors import DocumentNotMade, SellerIncomplete
from contexts.billing.documents.signals import DocumentSendRequested, document_send_requested
from contexts.billing.invoices.dto import Buyer
from contexts.billing.invoices.errors import InvoiceNotFound, InvoiceNotIssued
from contexts.billing.invoices.models import Invoice
from contexts.billing.numbers.statements import DOCUMENTS
from gotuto.db import is_transient, unit_of_work
from gotuto.events import decode
from gotuto.ids import ClientId, InvoiceId
from gotuto.outbound import retrying
from gotuto.outbound.models import Status

log = structlog.get_logger("gotuto.billing")


def read_document(*, invoice_id: InvoiceId, wanted: Format, reader: Reader, now: datetime) -> StoredFile | None:
    """The bytes of a document as they were stored; None while they are being made.

    Whoever comes by the link of a mail has read it, so that a guest's address is proved by it. Raises as `queries.get_file`.
    """
    opened = reading.open_document(invoice_id=invoice_id, reader=reader, now=now)
    if opened.way is Way.LINK and opened.made_its_client:
        _note_mail_read(opened.row.invoice, now)
    return reading.stored_file(opened, wanted)


def _note_mail_read(invoice: Invoice, now: datetime) -> None:
    """A unit of its own, and not the reader's trouble: what waits for a lock in vain is noted when the link is opened again."""
    assert invoice.client is not None, "A document is of an issued invoice."
    client, email = invoice.client, decode(Buyer, invoice.buyer or {}).email
    if not client.awaits_proof(email):
        return
    try:
        prove_email(client_id=ClientId(client.id), email=email, now=now)
    except Error as failure:
        if not is_transient(failure):
            raise
        log.warning("email_not_proved", client=str(client.id), error=type(failure).__name__)


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


# What is made for former times must not keep the invoices of today waiting: a worker makes about five a second.
A_MINUTE = 120
_MINUTE = timedelta(minutes=1)


@unit_of_work
def make_incomplete_documents(*, legal_entity: str, now: datetime) -> int:
    """Have the documents made for which a seller had said too little, some each minute; how many."""
    rows = models.Document.objects.filter(
        status=Status.REFUSED, outcome_code=SellerIncomplete.code, invoice__legal_entity=legal_entity
    )
    ids = list(rows.order_by("-id").values_list("id", flat=True))
    return sum(
        retrying.queue_refused_again(
            models.Document, ids=ids[first : first + A_MINUTE], due_at=now + first // A_MINUTE * _MINUTE
        )
        for first in range(0, len(ids), A_MINUTE)
    )


def make_documents(*, a_minute: int, now: datetime) -> Iterator[AskedFor]:
    """Have the documents made that were refused or never asked for, so many each minute; yields what a batch held.

    Nobody gets a mail for an invoice of a release without documents.
    """
    due_at, room = now, a_minute
    for some in queries.to_be_made():
        while some:
            batch, some = some[:room], some[room:]
            yield _ask_for(batch, due_at)
            room -= len(batch)
            if not room:
                due_at, room = due_at + _MINUTE, a_minute


@unit_of_work
def _ask_for(batch: Sequence[Unmade], due_at: datetime) -> AskedFor:
    refused = [one.call for one in batch if one.state is Lack.REFUSED and one.call]
    never = [one.invoice_id for one in batch if one.state is Lack.NEVER_ASKED]
    asked = AskedFor(
        refused=retrying.queue_refused_again(models.Document, ids=refused, due_at=due_at) if refused else 0,
        never_asked=statements.ask_for(never, due_at=due_at) if never else 0,
    )
    models.Document.send_on_commit(DOCUMENTS)
    return asked
