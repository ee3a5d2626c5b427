"""Credit notes in the back office: the button of an invoice that makes one, and the links between the two."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from unfold.decorators import display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminDecimalFieldWidget, UnfoldAdminIntegerFieldWidget

from contexts.billing.credits import use_cases
from contexts.billing.credits.domain.claims import taken
from contexts.billing.credits.dto import LineCredit
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.models import Invoice
from contexts.billing.lines.models import InvoiceLine
from gotuto.actions.asking import row_action
from gotuto.actions.forms import WithReason
from gotuto.display import money, page_link
from gotuto.form_fields import NumberField, WholeNumberField
from gotuto.ids import InvoiceId, InvoiceLineId
from gotuto.inlines import ReadOnlyInline
from gotuto.money import Money

_PAGE = "admin:billing_invoice_change"
_PIECES = "pieces_of_line_"


class CreditForm(WithReason):
    """What is credited of an invoice: all that is due, an amount, or pieces of its lines."""

    amount = NumberField(required=False, max_digits=19, decimal_places=4, widget=UnfoldAdminDecimalFieldWidget)

    def __init__(self, *args: Any, row: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        due, paid = row.account().due, row.account().paid
        of_paid = "" if paid.is_zero else f" What is credited of the {paid} paid is the client's again."
        self.fields["reason"].help_text = "Stands on the credit note, and the buyer reads it."
        self.fields[
            "amount"
        ].help_text = (
            f"In {due.currency}; {due.amount:,} are due. Empty, and without pieces, all of that is credited.{of_paid}"
        )
        for line, left in _left(row):
            self.fields[f"{_PIECES}{line.position}"] = WholeNumberField(
                required=False,
                min_value=0,
                max_value=left,
                label=f"Pieces of line {line.position}",
                help_text=f"{line.description}: {left} of {line.quantity} can be credited.",
                widget=UnfoldAdminIntegerFieldWidget,
            )


def _left(row: Invoice) -> list[tuple[InvoiceLine, int]]:
    """The lines of which pieces are left, and how many."""
    notes = row.credit_notes.prefetch_related("lines")
    before = taken(line.to_dto(row.currency) for note in notes for line in note.lines.all())
    left = [(line, line.quantity - before[InvoiceLineId(line.id)]) for line in row.lines.all()]
    return [(line, pieces) for line, pieces in left if pieces]


class CreditNoteInline(ReadOnlyInline):
    model = Invoice
    fk_name = "credits_invoice"
    verbose_name_plural = "credit notes"
    hide_title = True
    fields = readonly_fields = ("credit_note", "issue_date", "shown_total", "credit_reason")

    @display(description="credit note")
    def credit_note(self, row: Invoice) -> str:
        return page_link(_PAGE, row.pk, str(row))

    @display(description="total")
    def shown_total(self, row: Invoice) -> str:
        return money(row.money(row.total))


def _is_creditable(row: Invoice) -> bool:
    is_claim = row.kind == InvoiceKind.INVOICE and row.status not in (InvoiceStatus.DRAFT, InvoiceStatus.VOID)
    return is_claim and row.total > row.amount_credited


class CreditsInvoices:
    """What an invoice's page has to do with credit notes."""

    @display(description="credits the invoice", empty_value="-")
    def credited_invoice(self, row: Invoice) -> str:
        return page_link(_PAGE, row.credits_invoice_id, str(row.credits_invoice))

    @row_action(
        description="Credit",
        words="A credit note gets a number and a document of its own, which the buyer is sent. It cannot be taken back, and it"
        " moves no order.",
        form_class=CreditForm,
        variant=ActionVariant.DANGER,
        when=_is_creditable,
    )
    def credit_this(self, row: Invoice, *, reason: str, amount: Decimal | None, now: datetime, **pieces: Any) -> str:
        wanted = [
            LineCredit(line_id=InvoiceLineId(line.id), quantity=quantity)
            for line in row.lines.all()
            if (quantity := pieces.get(f"{_PIECES}{line.position}"))
        ]
        issued = use_cases.credit_invoice(
            invoice_id=InvoiceId(row.pk),
            reason=reason,
            lines=wanted,
            amount=None if amount is None else Money(amount, row.currency),
            now=now,
        )
        return f"Credit: {issued.number} over {issued.total} ({reason})"
