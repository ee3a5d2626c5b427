"""Questions about documents: the stored bytes, for those who may read them."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import storages

from contexts.billing.documents import models
from contexts.billing.documents.dto import Addressee, Format, PaymentRequest, Reader, StoredFile
from contexts.billing.documents.errors import DocumentDamaged, DocumentIncomplete, DocumentNotMade, NotInEn16931
from contexts.billing.invoices.dto import Buyer, InvoiceKind
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from gotuto import capabilities
from gotuto.events import decode
from gotuto.ids import InvoiceId, OrderId
from gotuto.outbound.models import Status

# The kind of a capability that opens one document, as the link in a mail holds it.
LINK = "document"
# The kind of the one that a guest has for an order; billing knows whose invoice that is.
ORDER = "order"


STAFF = Reader(is_staff=True)


def get_file(*, invoice_id: InvoiceId, wanted: Format, reader: Reader, now: datetime | None) -> StoredFile | None:
    """The bytes of a document as they were stored; None while they are being made.

    Raises InvoiceNotFound for what is no issued invoice of the reader, NotInEn16931, DocumentIncomplete, DocumentNotMade,
    DocumentDamaged.
    """
    row = (
        models.Document.objects.select_related("invoice__client", "invoice__credits_invoice")
        .filter(invoice_id=invoice_id)
        .first()
    )
    if row is None or not _may_read(row, reader, now):
        raise InvoiceNotFound(invoice_id=invoice_id)
    if row.status == Status.REFUSED:
        raise DocumentNotMade(invoice_id=invoice_id, reason=row.last_error if reader.is_staff else "")
    if row.status != Status.DONE:
        return None
    return _read(row, wanted)


def get_payment_request(
    *, order_id: OrderId | None = None, invoice_id: InvoiceId | None = None, now: datetime
) -> PaymentRequest | None:
    """What a buyer is to pay of an issued invoice, found by its order or its own id; None for one that is not issued."""
    which = {"order_id": order_id} if order_id else {"id": invoice_id}
    row = Invoice.objects.select_related("seller").filter(**which, number__isnull=False).first()
    return None if row is None else _request(row, now)


def _request(row: Invoice, now: datetime) -> PaymentRequest:
    issued = row.to_issued_dto()
    seller = None if row.seller is None else row.seller.told()
    ends = now + timedelta(days=settings.GOTUTO_DOCUMENT_LINK_DAYS)
    token = capabilities.issue(kind=LINK, subject_id=row.id, expires_at=ends)
    return PaymentRequest(
        invoice_id=issued.id,
        kind=InvoiceKind(row.kind),
        number=issued.number,
        total=row.money(row.total),
        amount_due=row.account().due,
        due_date=issued.due_date,
        seller=settings.GOTUTO_SELLER_NAME if seller is None else seller.name,
        bank=None if seller is None else seller.bank,
        reference=issued.number,
        order_number=row.reference,
        link=f"{settings.GOTUTO_PUBLIC_URL}/api/v1/invoices/{row.id}/document/?token={token}",
        link_ends=ends.date(),
    )


def get_addressee(*, invoice_id: InvoiceId) -> Addressee:
    """Whom the document of an invoice goes to. Raises InvoiceNotFound."""
    row = Invoice.objects.select_related("client").filter(pk=invoice_id, client__isnull=False).first()
    if row is None or row.client is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    buyer = decode(Buyer, row.buyer or {})
    return Addressee(email=buyer.email, customer_id=buyer.customer_id, by_mail=row.client.invoices_by_mail)


def get_pdf(*, invoice_id: InvoiceId) -> StoredFile | None:
    """The paper of an invoice, for the mail that brings it to its buyer; None while it is being made.

    Raises InvoiceNotFound, DocumentNotMade, DocumentDamaged.
    """
    return get_file(invoice_id=invoice_id, wanted=Format.PDF, reader=STAFF, now=None)


def _may_read(row: models.Document, reader: Reader, now: datetime | None) -> bool:
    invoice = row.invoice
    owner = None if invoice.client is None else invoice.client.customer_id
    if reader.is_staff or (owner is not None and owner == reader.customer_id):
        return True
    if capabilities.opens(reader.link_token, kind=LINK, subject_id=invoice.id, now=now):
        return True
    # As with orders: the token is a guest's; a customer signs in.
    order_id = invoice.for_order
    return owner is None and order_id is not None and capabilities.opens(
        reader.order_token, kind=ORDER, subject_id=order_id
    )  # fmt: skip


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
