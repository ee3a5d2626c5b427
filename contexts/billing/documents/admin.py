"""Documents in the back office: what an invoice's page shows of its files, and the buttons that send or make them."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from unfold.decorators import display
from unfold.enums import ActionVariant

from contexts.billing.documents import models, use_cases
from contexts.billing.documents.dto import Format
from contexts.billing.documents.errors import SellerIncomplete
from contexts.billing.invoices.models import Invoice
from gotuto.actions.asking import row_action
from gotuto.display import badge
from gotuto.ids import InvoiceId
from gotuto.outbound import retrying
from gotuto.outbound.models import Status

_STATES = {
    Status.QUEUED: ("being made", "info"),
    Status.SENDING: ("being made", "info"),
    Status.UNKNOWN: ("being made", "info"),
    Status.DONE: ("there", "success"),
    Status.REFUSED: ("could not be made", "danger"),
}


class DocumentFilter(admin.SimpleListFilter):
    """Issued invoices whose files somebody has to see to."""

    title = "document"
    parameter_name = "document"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("refused", "Could not be made"), ("seller", "Waits for its seller")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Invoice]) -> QuerySet[Invoice]:
        refused = models.Document.objects.filter(status=Status.REFUSED).values("invoice_id")
        match self.value():
            case "refused":
                return queryset.filter(pk__in=refused.exclude(outcome_code=SellerIncomplete.code))
            case "seller":
                return queryset.filter(pk__in=refused.filter(outcome_code=SellerIncomplete.code))
        return queryset


def _document(row: Invoice) -> models.Document | None:
    # Read once for a page, which asks for it several times.
    return getattr(row, "document", None)


class ShowsDocument:
    """What an invoice's page tells of its files."""

    @display(description="document")
    def document_files(self, row: Invoice) -> str:
        document = _document(row)
        if document is None:
            return "none" if row.number else "made once it is issued"
        if document.status != Status.DONE:
            state = badge(*_STATES[Status(document.status)])
            return format_html("{} {}", state, document.last_error)
        address = reverse("v1:document", args=[row.pk])
        names = [form.value for form in Format if getattr(document, form.value)]
        links = format_html_join(
            " ", '<a class="go-link" href="{}?format={}">{}</a>', ((address, name, name.upper()) for name in names)
        )
        return format_html("{} {}", links, document.no_xml_reason or "")

    @row_action(
        description="Send it to the buyer",
        words="The document goes by mail to the address that stands on it, again if it was sent before.",
        variant=ActionVariant.DEFAULT,
        when=lambda row: row.number is not None,
    )
    def send_document(self, row: Invoice, *, now: datetime) -> None:
        use_cases.send_document(invoice_id=InvoiceId(row.pk), now=now)

    @row_action(
        description="Make the document again",
        words="It could not be made. Try once more, now that its cause is mended.",
        variant=ActionVariant.DEFAULT,
        when=lambda row: getattr(_document(row), "status", None) == Status.REFUSED,
    )
    def make_document(self, row: Invoice, *, now: datetime) -> None:
        document = _document(row)
        assert document is not None
        retrying.retry(call_id=document.id, now=now)
