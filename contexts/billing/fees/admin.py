"""Fees in the back office, with the button that waives one."""

from datetime import datetime
from typing import ClassVar

from unfold.decorators import display
from unfold.enums import ActionVariant

from contexts.billing.fees import models, queries, use_cases
from contexts.billing.fees.dto import FeeState
from gotuto.actions.asking import row_action
from gotuto.actions.forms import WithReason
from gotuto.backoffice import BackOffice, acting
from gotuto.display import badge, money, page_link
from gotuto.finding import by_id
from gotuto.ids import FeeId
from gotuto.inlines import ReadOnlyInline
from gotuto.roles import Role

_COLOURS = {FeeState.OPEN: "warning", FeeState.PAID: "success", FeeState.WAIVED: "info"}


class _Shown:
    """How a fee looks, on its page and below that of its invoice."""

    @display(description="amount")
    def shown_amount(self, row: models.Fee) -> str:
        return money(row.money)

    @display(description="paid")
    def shown_paid(self, row: models.Fee) -> str:
        return money(row.claim().paid)

    @display(description="open")
    def shown_open(self, row: models.Fee) -> str:
        return money(row.claim().open)

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Fee) -> str:
        return badge(row.state, _COLOURS[FeeState(row.state)])


class FeeInline(_Shown, ReadOnlyInline):
    """What is claimed beside an invoice."""

    hide_title = True
    model = models.Fee
    verbose_name_plural = "fees"
    ordering = ("created_at", "id")
    fields = readonly_fields = ("fee_page", "kind", "shown_amount", "shown_paid", "shown_open", "shown_state")

    @display(description="fee")
    def fee_page(self, row: models.Fee) -> str:
        return page_link("admin:billing_fee_change", row.pk, f"{row.step} of {row.created_at:%Y-%m-%d}")


class FeeAdmin(_Shown, BackOffice):
    """A fee; the root of the context adds the money that settles it."""

    role = Role.BILLING
    listing = queries.FEES
    list_display: tuple[str, ...] = (
        "created_at",
        "shown_amount",
        "shown_open",
        "kind",
        "shown_state",
        "invoice_page",
        "step",
    )
    refers: ClassVar[dict[str, str]] = {"actor": "user"}
    fields = readonly_fields = (
        *(
            "invoice_page",
            "step",
            "kind",
            "shown_amount",
            "shown_paid",
            "shown_open",
            "shown_state",
            "reason",
            "waived_by",
        ),
        *("created_at", "settled_at"),
    )
    list_select_related = ("invoice",)
    finders = (by_id("id", "invoice_id"),)
    ordering = ("-created_at",)
    actions_detail: tuple[str, ...] = ("waive",)

    @display(description="waived by", empty_value="-")
    def waived_by(self, row: models.Fee) -> str:
        return self.reference(row, "actor")

    @display(description="invoice")
    def invoice_page(self, row: models.Fee) -> str:
        return page_link("admin:billing_invoice_change", row.invoice_id, str(row.invoice))

    @row_action(
        description="Waive",
        words="What is open of the fee is claimed no more. This cannot be taken back; what is paid stays paid.",
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=lambda row: row.state == FeeState.OPEN,
    )
    def waive(self, row: models.Fee, *, reason: str, now: datetime) -> None:
        use_cases.waive_fee(fee_id=FeeId(row.pk), reason=reason, actor=acting(), now=now)
