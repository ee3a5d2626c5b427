"""The table of documents: the files of an issued invoice or credit note, made by the worker and stored once."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from contexts.billing.documents import dto
from contexts.billing.documents.signals import DocumentStored, document_stored
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.invoices.models import Invoice
from contexts.billing.sellers.domain import missing
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.models import SellerVersion
from gotuto.ids import InvoiceId
from gotuto.outbound.models import OutboundCall, Status


class Document(OutboundCall):
    """Making and storing the files of an invoice, as a call to the storage; without XML it says by a code why there is none."""

    answer_fields: ClassVar[tuple[str, ...]] = (
        "pdf", "pdf_sha256", "xml", "xml_sha256", "ubl", "ubl_sha256", "no_xml_code", "no_xml_reason",
    )  # fmt: skip

    # To draw one takes as long as several orders.
    is_patient = True

    invoice = models.OneToOneField(Invoice, on_delete=models.CASCADE, related_name="document")
    # Names in the storage, and the SHA-256 of what lies there, in hexadecimal digits.
    pdf = models.CharField(max_length=120, null=True)
    pdf_sha256 = models.CharField(max_length=64, null=True)
    xml = models.CharField(max_length=120, null=True)
    xml_sha256 = models.CharField(max_length=64, null=True)
    ubl = models.CharField(max_length=120, null=True)
    ubl_sha256 = models.CharField(max_length=64, null=True)
    no_xml_code = models.CharField(max_length=100, null=True)
    no_xml_reason = models.CharField(max_length=500, null=True)

    class Meta(OutboundCall.Meta):
        constraints = [
            *OutboundCall.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(status="done") | Q(pdf__isnull=False, pdf_sha256__isnull=False),
                name="billing_document_done_is_stored",
            ),
        ]

    def __str__(self) -> str:
        return f"files of {self.invoice}"

    def printed(self) -> dto.Document:
        """All that stands on the document."""
        invoice = self.invoice
        told = invoice.to_dto()
        assert told.number is not None
        assert told.issue_date is not None
        seller = self.seller()
        return dto.Document(
            kind=told.kind,
            number=told.number,
            issue_date=told.issue_date,
            # Nothing is to be paid on a credit note, and so by no day.
            due_date=told.due_date if told.kind is InvoiceKind.INVOICE else None,
            language=(invoice.client.language if invoice.client else "") or seller.language,
            seller=seller,
            buyer=told.buyer,
            lines=told.lines,
            discount=told.discount,
            tax_lines=told.tax_lines,
            prices_include_tax=told.prices_include_tax,
            net=told.net,
            tax=told.tax,
            total=told.total,
            reference=told.number,
            order_number=told.reference,
            buyer_reference=told.buyer_reference,
            delivered_on=told.delivered_on,
            deliver_to=told.deliver_to,
            preceding=self._preceding(),
            reason=told.credit_reason,
            notes=told.notes,
        )

    def _preceding(self) -> dto.Preceding | None:
        credited = self.invoice.credits_invoice
        if credited is None:
            return None
        issued = credited.to_issued_dto()
        return dto.Preceding(number=issued.number, issue_date=issued.issue_date)

    def seller(self) -> Seller:
        """What the seller said on the day of issue; who had said too little then is shown as they first said enough."""
        issued = self.invoice.seller
        if issued is not None and not missing(seller := issued.told()):
            return seller
        versions = SellerVersion.objects.filter(
            legal_entity=self.invoice.legal_entity, version__gte=getattr(issued, "version", 1)
        ).order_by("version")
        told = [version.told() for version in versions]
        return next((seller for seller in told if not missing(seller)), told[0])

    def on_outcome(self, *, now: datetime) -> None:
        # Who bought from a release without documents gets no mail now about an invoice of long ago.
        if self.status == Status.DONE and (invoice := self.invoice).seller_id is not None:
            document_stored.publish(
                DocumentStored(invoice_id=InvoiceId(invoice.id), order_id=invoice.for_order, occurred_at=now)
            )
