"""Mails in the back office: what was written to whom, how far it got, and once more if a person wants it."""

from datetime import datetime

from django.contrib import admin
from django.db.models import Q
from django.template.defaultfilters import linebreaksbr
from unfold.decorators import display

from contexts.notification import models, queries, use_cases
from gotuto.actions.asking import list_action, row_action
from gotuto.backoffice import BackOffice, page_link
from gotuto.ids import NotificationId
from gotuto.outbound.models import Status
from gotuto.roles import Role

STATE_COLOURS = {"queued": "info", "sending": "warning", "sent": "success", "failed": "danger", "unknown": "danger"}

UNDERWAY = (Status.QUEUED, Status.SENDING)
_AGAIN = "Whoever got it the first time gets it twice. It is queued, and goes out in a moment."


@admin.register(models.Notification)
class NotificationAdmin(BackOffice):
    role = Role.SUPPORT
    list_display = ("created_at", "subject", "recipient", "shown_state", "attempts", "done_at", "order_page")
    listing = queries.NOTIFICATIONS
    list_filter = ("status",)
    search_fields = ("recipient__iexact", "order_id__exact", "id__exact")
    search_help_text = "An e-mail address, or the id of an order or mail"
    ordering = ("-created_at",)
    actions = ("send_again",)
    actions_detail = ("send_this_again",)
    fields = (
        "subject",
        "recipient",
        "shown_state",
        "text",
        "attempts",
        "last_error",
        "order_page",
        "created_at",
        "done_at",
    )
    readonly_fields = ("shown_state", "text", "order_page")

    @list_action(description="Send the selected mails again", words=_AGAIN, only=~Q(status__in=UNDERWAY))
    def send_again(self, row: models.Notification, *, now: datetime) -> None:
        use_cases.resend(notification_id=NotificationId(row.id), now=now)

    @row_action(description="Send again", words=_AGAIN, when=lambda row: row.status not in UNDERWAY)
    def send_this_again(self, row: models.Notification, *, now: datetime) -> None:
        use_cases.resend(notification_id=NotificationId(row.id), now=now)

    @display(description="body")
    def text(self, row: models.Notification) -> str:
        return linebreaksbr(row.body)

    @display(description="order")
    def order_page(self, row: models.Notification) -> str:
        return page_link("admin:order_order_change", row.order_id, "open")

    @display(description="state", label=STATE_COLOURS, ordering="status")
    def shown_state(self, row: models.Notification) -> str:
        return row.state.value
