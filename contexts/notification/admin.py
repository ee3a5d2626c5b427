"""Mails in the back office: what was written to whom, how far it got, and once more if a person wants it."""

from datetime import datetime

from django.contrib import admin
from unfold.decorators import display

from contexts.notification import facade, models
from gotuto.backoffice import BackOffice, command_action
from gotuto.ids import NotificationId
from gotuto.roles import Role

STATE_COLOURS = {"queued": "info", "sending": "warning", "sent": "success", "failed": "danger", "unknown": "danger"}


@admin.register(models.Notification)
class NotificationAdmin(BackOffice):
    role = Role.SUPPORT
    list_display = ("created_at", "subject", "recipient", "shown_state", "attempts", "sent_at", "order_id")
    list_filter = ("state", "kind", "created_at")
    search_fields = ("recipient__iexact", "order_id__exact", "id__exact")
    search_help_text = "An e-mail address, or the id of an order or mail"
    ordering = ("-created_at",)
    actions = ("send_again",)
    fields = (
        "subject",
        "recipient",
        "shown_state",
        "body",
        "attempts",
        "last_error",
        "order_id",
        "created_at",
        "sent_at",
    )
    readonly_fields = ("shown_state",)

    @command_action(description="Send the selected mails again")
    def send_again(self, row: models.Notification, *, now: datetime) -> None:
        facade.resend(notification_id=NotificationId(row.id), now=now)

    @display(description="state", label=STATE_COLOURS, ordering="state")
    def shown_state(self, row: models.Notification) -> str:
        return row.state
