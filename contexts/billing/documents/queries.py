"""Questions about documents: the stored bytes for those who may read them, and for operators what is not stored."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from django.conf import settings
from django.core.files.storage import storages

from contexts.billing.documents import models, statements
from contexts.billing.documents.dto import (
    Addressee,
    AskedFor,
    Checked,
    Format,
    Lack,
    PaymentRequest,
    Reader,
    StoredFile,
    Unmade,
)
from contexts.billing.documents.errors import SellerIncomplete
from contexts.billing.documents.reading import LINK, PAY, open_document, stored_file
from contexts.billing.invoices.domain import Account
from contexts.billing.invoices.dto import Buyer, InvoiceKind, InvoiceStatus
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments import gateways
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.queries import list_sellers
from gotuto import capabilities
from gotuto.db import fetch_one
from gotuto.events import decode
from gotuto.ids import InvoiceId, OrderId
from gotuto.money import Money
from gotuto.outbound.models import Status
from gotuto.stored_files import fault_of

STAFF = Reader(is_staff=True)

# Asked for each order: what stands in its mail, and not the fifty other columns.
_ISSUED = """
SELECT invoice.id, kind, status, number, due_date, reference, currency, total, amount_paid, amount_credited, seller.content::text
FROM billing_invoice AS invoice
LEFT JOIN billing_sellerversion AS seller ON seller.id = invoice.seller_id
WHERE number IS NOT NULL AND invoice.{by} = %s
"""
_OF_ORDER, _OF_INVOICE = _ISSUED.format(by="order_id"), _ISSUED.format(by="id")


def get_file(*, invoice_id: InvoiceId, wanted: Format, reader: Reader, now: datetime | None) -> StoredFile | None:
    """The bytes of a document as they were stored; None while they are being made.

    Raises InvoiceNotFound for what is no issued invoice of the reader, NotInEn16931, DocumentIncomplete, DocumentNotMade,
    DocumentDamaged.
    """
    return stored_file(open_document(invoice_id=invoice_id, reader=reader, now=now), wanted)


def get_payment_request(
    *, order_id: OrderId | None = None, invoice_id: InvoiceId | None = None, now: datetime
) -> PaymentRequest | None:
    """What a buyer is to pay of an issued invoice, found by its order or its own id; None for one that is not issued."""
    row = fetch_one(_OF_ORDER, [order_id]) if order_id else fetch_one(_OF_INVOICE, [invoice_id])
    return None if row is None else _request(row, now)


def _request(row: tuple[Any, ...], now: datetime) -> PaymentRequest:
    which, kind, status, number, due_date, order_number, currency, *amounts, content = row
    total, paid, credited = (Money(amount, currency) for amount in amounts)
    account = Account(
        invoice_id=which,
        kind=InvoiceKind(kind),
        status=InvoiceStatus(status),
        total=total,
        paid=paid,
        credited=credited,
    )
    seller = None if content is None else msgspec.json.decode(content, type=Seller)
    ends = now + timedelta(days=settings.GOTUTO_DOCUMENT_LINK_DAYS)
    return PaymentRequest(
        invoice_id=account.invoice_id,
        kind=account.kind,
        number=number,
        total=total,
        amount_due=account.due,
        due_date=due_date,
        seller=settings.GOTUTO_SELLER_NAME if seller is None else seller.name,
        bank=None if seller is None else seller.bank,
        reference=number,
        order_number=order_number,
        link=_link(which, ends),
        pay_link=_pay_link(which, ends) if gateways.offered() and account.due.is_positive else "",
        link_ends=ends.date(),
    )


def _link(invoice_id: UUID, ends: datetime) -> str:
    token = capabilities.issue(kind=LINK, subject_id=invoice_id, expires_at=ends)
    return f"{settings.GOTUTO_PUBLIC_URL}/api/v1/invoices/{invoice_id}/document/?token={token}"


def _pay_link(invoice_id: UUID, ends: datetime) -> str:
    token = capabilities.issue(kind=PAY, subject_id=invoice_id, expires_at=ends)
    return f"{settings.GOTUTO_PUBLIC_URL}/pay/{invoice_id}/?token={token}"


def get_addressee(*, invoice_id: InvoiceId) -> Addressee:
    """Whom the document of an invoice goes to. Raises InvoiceNotFound."""
    row = Invoice.objects.select_related("client", "seller").filter(pk=invoice_id, client__isnull=False).first()
    if row is None or row.client is None:
        raise InvoiceNotFound(invoice_id=invoice_id)
    buyer = decode(Buyer, row.buyer or {})
    return Addressee(
        email=buyer.email,
        customer_id=buyer.customer_id,
        by_mail=row.client.invoices_by_mail,
        language=row.language,
    )


def get_pdf(*, invoice_id: InvoiceId) -> StoredFile | None:
    """The paper of an invoice, for the mail that brings it to its buyer; None while it is being made.

    Raises InvoiceNotFound, DocumentNotMade, DocumentDamaged.
    """
    return get_file(invoice_id=invoice_id, wanted=Format.PDF, reader=STAFF, now=None)


def list_unmade(*, state: Lack | None, limit: int) -> list[Unmade]:
    """Issued documents without files, the latest first."""
    found = (one for some in statements.unmade() for one in some if state in (None, one.state))
    return list(islice(found, limit))


def to_be_made() -> Iterator[list[Unmade]]:
    """What may be asked for now, some at a time: not what is on its way, and not what waits for words of its seller."""
    incomplete = {entity.seller.legal_entity for entity in list_sellers().items if entity.missing}
    for some in statements.unmade():
        yield [
            one
            for one in some
            if one.state is not Lack.WAITING
            and not (one.legal_entity in incomplete and one.code in ("", SellerIncomplete.code))
        ]


def count_to_be_made() -> AskedFor:
    """How many those are."""
    states = Counter(one.state for some in to_be_made() for one in some)
    return AskedFor(refused=states[Lack.REFUSED], never_asked=states[Lack.NEVER_ASKED])


def check_files() -> Iterator[Checked]:
    """Read every stored file, and compare it with its SHA-256."""
    for number, name, sha256 in statements.stored_files():
        yield _checked(number, name, sha256)


def check_latest_file() -> Checked | None:
    """The same for the PDF that was asked for last; None where none is stored yet."""
    row = models.Document.objects.select_related("invoice").filter(status=Status.DONE).order_by("-id").first()
    # The table has no finished row without them.
    return None if row is None else _checked(str(row.invoice), row.pdf or "", row.pdf_sha256 or "")


def _checked(number: str, name: str, sha256: str) -> Checked:
    return Checked(number=number, file=name, says=fault_of(storages["documents"], name, sha256=sha256))
