"""Billing in the back office; what an invoice's page shows of several topics is put together here."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from contexts.billing.accounting.admin import AccountMapAdmin, ClosedPeriodAdmin
from contexts.billing.attempts.admin import PaymentAttemptAdmin
from contexts.billing.attempts.models import PaymentAttempt
from contexts.billing.bankfiles.admin import ReadingAdmin
from contexts.billing.bankstatements.admin import BankStatementAdmin, StatementLineAdmin
from contexts.billing.books.admin import SealAdmin
from contexts.billing.clients.models import Client
from contexts.billing.credits.admin import CreditNoteInline, CreditsInvoices
from contexts.billing.documents.admin import DocumentFilter, ShowsDocument
from contexts.billing.drafts.admin import WritesDrafts
from contexts.billing.dunning.admin import (
    ActionInline,
    DunningPolicyAdmin,
    DunningRunAdmin,
    PausesClients,
    PausesInvoices,
)
from contexts.billing.fees.admin import FeeInline
from contexts.billing.fees.models import Fee
from contexts.billing.invoices.admin import InvoiceAdmin, standing
from contexts.billing.invoices.dto import InvoiceKind
from contexts.billing.invoices.models import Invoice, of_order
from contexts.billing.ledger.admin import ShowsLedger
from contexts.billing.payments.admin import EntryInline, PaysFees, ReceivesPayments, RecordsPayments
from contexts.billing.payments.models import Payment
from contexts.billing.refunds.admin import RefundAdmin, RefundsPayments
from contexts.billing.sellers.models import LegalEntity
from contexts.billing.taxes.admin import VatIdAdmin
from gotuto.story import Fact

__all__ = [
    "AccountMapAdmin",
    "AttemptPage",
    "BankStatementAdmin",
    "ClientPage",
    "ClosedPeriodAdmin",
    "DunningPolicyAdmin",
    "DunningRunAdmin",
    "FeePage",
    "InvoicePage",
    "PaymentPage",
    "ReadingAdmin",
    "RefundAdmin",
    "SealAdmin",
    "SellerPage",
    "StatementLineAdmin",
    "VatIdAdmin",
]


@admin.register(Client)
class ClientPage(PausesClients, ReceivesPayments):
    """A client, the money that came in from them, and the buttons that keep reminders back."""

    actions_detail = (*ReceivesPayments.actions_detail, "pause_dunning", "resume_dunning")


@admin.register(Payment)
class PaymentPage(RefundsPayments):
    """A payment with what it settles and what of it goes back."""


@admin.register(PaymentAttempt)
class AttemptPage(PaymentAttemptAdmin):
    """A payment attempt with its calls."""


@admin.register(Fee)
class FeePage(PaysFees):
    """A fee with the money that settles it."""


@admin.register(LegalEntity)
class SellerPage(ShowsLedger):
    """A seller, and the reports about what was sold."""


@admin.register(Invoice)
class InvoicePage(PausesInvoices, RecordsPayments, CreditsInvoices, ShowsDocument, WritesDrafts):
    """An invoice with its files, its credit notes and the money that came in for it, and the buttons that make more."""

    actions_detail = (
        *("issue_this", "record_payment", "send_document", "make_document", "credit_this"),
        *InvoiceAdmin.actions_detail,
        *("pause_dunning", "resume_dunning"),
    )
    readonly_fields = (
        "shown_number",
        "credited_invoice",
        "credit_reason",
        "document_files",
        *WritesDrafts.readonly_fields[1:],
    )
    # What says nothing about the other kind.
    of_kind: ClassVar[dict[str, set[str]]] = {
        InvoiceKind.INVOICE: {"order_page", "due_date", "shown_paid", "shown_credited", "shown_due", "void_reason"},
        InvoiceKind.CREDIT_NOTE: {"credited_invoice", "credit_reason"},
    }
    inlines = (*InvoiceAdmin.inlines, CreditNoteInline, EntryInline, FeeInline, ActionInline)
    list_filter = (DocumentFilter,)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        kind = InvoiceKind.INVOICE if obj is None else obj.kind
        hidden = {name for other, names in self.of_kind.items() if other != kind for name in names}
        return [
            (title, {**section, "fields": [name for name in section["fields"] if name not in hidden]})
            for title, section in super().get_fieldsets(request, obj)
        ]

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """The invoice of an order with what is paid, credited and due, and its credit notes."""
        if kind != "order":
            return
        for row in Invoice.objects.filter(of_order(key), client__isnull=False).order_by("issued_at", "-kind"):
            state, colour = standing(row)
            yield Fact(
                row=row,
                title=f"Credit note {row}" if row.kind == InvoiceKind.CREDIT_NOTE else f"Invoice {row}",
                state=state,
                colour=colour,
                text=_amounts(row),
            )


def _amounts(row: Invoice) -> str:
    account = row.account()
    if account.kind is InvoiceKind.CREDIT_NOTE:
        return str(account.total)
    credited = "" if account.credited.is_zero else f", credited {account.credited}"
    due = "" if account.due.is_zero or row.due_date is None else f", {account.due} still due by {row.due_date:%Y-%m-%d}"
    return f"{account.total}, paid {account.paid}{credited}{due}"
