"""Payment attempts in the back office: what buyers began, how it ended, and the calls that were made for it."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from contexts.billing.attempts import models
from contexts.billing.attempts.dto import AttemptStatus
from contexts.billing.payments.gateways import GATEWAYS
from gotuto.backoffice import BackOffice
from gotuto.display import money, page_link
from gotuto.finding import by_id, by_value
from gotuto.inlines import ReadOnlyInline
from gotuto.outbound.models import Status

COLOURS = {
    AttemptStatus.OPEN: "info",
    AttemptStatus.AUTHORIZED: "info",
    AttemptStatus.SUCCEEDED: "success",
    AttemptStatus.DECLINED: "danger",
    AttemptStatus.VOIDED: "",
    AttemptStatus.EXPIRED: "warning",
}


class GatewayFilter(admin.SimpleListFilter):
    """Attempts at one gateway; the table is not asked which there are."""

    title = parameter_name = "gateway"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(name, name) for name in GATEWAYS]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[models.PaymentAttempt]
    ) -> QuerySet[models.PaymentAttempt]:
        chosen = self.value()
        return queryset.filter(gateway=chosen) if chosen in GATEWAYS else queryset


class CallsFilter(admin.SimpleListFilter):
    """Attempts of which a call has not become what it should."""

    title = "calls"
    parameter_name = "calls"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(Status.UNKNOWN.value, "Nobody knows"), (Status.REFUSED.value, "Refused")]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[models.PaymentAttempt]
    ) -> QuerySet[models.PaymentAttempt]:
        chosen = self.value()
        calls = models.AttemptCall.objects.filter(status=chosen)
        return queryset.filter(pk__in=calls.values("attempt_id")) if chosen in Status.values else queryset


class CallInline(ReadOnlyInline):
    """What the gateway was asked, and what it said."""

    model = models.AttemptCall
    verbose_name_plural = "calls"
    fields = readonly_fields = ("kind", "status", "told", "attempts", "heard", "due_at", "outcome_code", "last_error")


class EventInline(ReadOnlyInline):
    """Webhooks that were about it."""

    model = models.GatewayEvent
    verbose_name_plural = "webhooks"
    fields = readonly_fields = ("received_at", "event_id")


class PaymentAttemptAdmin(BackOffice):
    list_display = ("created_at", "invoice", "gateway", "shown_amount", "state", "reference")
    list_filter = ("status", GatewayFilter, CallsFilter)
    list_select_related = ("invoice",)
    finders = (by_id("id", "invoice_id", "order_id"), by_value("reference"))
    search_help_text = "The gateway's reference, or an id"
    ordering = ("-created_at",)
    linked_by: ClassVar[tuple[str, ...]] = ("invoice",)
    inlines = (CallInline, EventInline)
    fieldsets = (
        (None, {"fields": ("invoice_page", "order_page", "gateway", "shown_amount", "state", "reason")}),
        ("At the gateway", {"fields": ("reference", "redirect_url", "return_url", "asked")}),
        ("Times", {"fields": ("created_at", "updated_at", "expires_at")}),
        ("What came of it", {"fields": ("payment_page",)}),
    )

    @display(description="amount", ordering="amount")
    def shown_amount(self, row: models.PaymentAttempt) -> str:
        return money(row.money)

    @display(description="state", label=COLOURS, ordering="status")
    def state(self, row: models.PaymentAttempt) -> str:
        return row.status

    @display(description="invoice")
    def invoice_page(self, row: models.PaymentAttempt) -> str:
        return page_link("admin:billing_invoice_change", row.invoice_id, str(row.invoice))

    @display(description="order", empty_value="-")
    def order_page(self, row: models.PaymentAttempt) -> str:
        return page_link("admin:order_order_change", row.order_id, row.invoice.reference) if row.order_id else ""

    @display(description="payment", empty_value="nothing was booked")
    def payment_page(self, row: models.PaymentAttempt) -> str:
        return page_link("admin:billing_payment_change", row.payment_id, row.reference) if row.payment_id else ""
