"""Fees in the back office, with the button that waives one."""

from datetime import datetime

from django.contrib import admin
from unfold.decorators import display
from unfold.enums import ActionVariant

from contexts.billing.fees import models, queries, use_cases
from contexts.billing.fees.dto import FeeState
from gotuto.actions.asking import row_action
from gotuto.actions.forms import WithReason
from gotuto.backoffice import BackOffice, acting
from gotuto.display import badge, money, page_link
from gotuto.finding import by_id
from gotuto.roles import Role

_COLOURS = {FeeState.OPEN: "warning", FeeState.PAID: "success", FeeState.WAIVED: "info"}


@admin.register(models.Fee)
class FeeAdmin(BackOffice):
    role = Role.BILLING
    listing = queries.FEES
    list_display = ("created_at", "shown_amount", "kind", "shown_state", "invoice_page", "step")
    fields = readonly_fields = (
        *("invoice_page", "step", "kind", "shown_amount", "shown_state", "reason", "actor", "created_at", "settled_at"),
    )
    list_select_related = ("invoice",)
    finders = (by_id("id", "invoice_id"),)
    ordering = ("-created_at",)
    actions_detail = ("waive",)

    @display(description="amount")
    def shown_amount(self, row: models.Fee) -> str:
        return money(row.money)

    @display(description="state", ordering="state")
    def shown_state(self, row: models.Fee) -> str:
        return badge(row.state, _COLOURS[FeeState(row.state)])

    @display(description="invoice")
    def invoice_page(self, row: models.Fee) -> str:
        return page_link("admin:billing_invoice_change", row.invoice_id, str(row.invoice))

    @row_action(
        description="Waive",
        words="The fee is claimed no more. This cannot be taken back.",
        form_class=WithReason,
        variant=ActionVariant.DANGER,
        when=lambda row: row.state == FeeState.OPEN,
    )
    def waive(self, row: models.Fee, *, reason: str, now: datetime) -> None:
        use_cases.waive_fee(fee_id=row.pk, reason=reason, actor=acting(), now=now)
