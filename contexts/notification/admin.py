"""Mails in the back office: what was written to whom, how far it got, and once more if a person wants it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import display

from contexts.notification import models, queries, use_cases
from gotuto.actions.asking import list_action, row_action
from gotuto.backoffice import BackOffice
from gotuto.display import badge
from gotuto.finding import by_id, by_name
from gotuto.ids import NotificationId
from gotuto.outbound.models import Status
from gotuto.roles import Role
from gotuto.story import Entry, Fact

STATE_COLOURS = {"queued": "info", "sending": "warning", "sent": "success", "failed": "danger", "unknown": "danger"}

UNDERWAY = (Status.QUEUED, Status.SENDING)
_AGAIN = "Whoever got it the first time gets it twice. It is queued, and goes out in a moment."


class DeliveryFilter(admin.SimpleListFilter):
    """How far a mail got; `unsent` are those that a person has to look at."""

    title = "delivery"
    parameter_name = "delivery"
    conditions = {
        "unsent": ("Not sent", (Status.REFUSED, Status.UNKNOWN)),
        **{state.value: (state.value.capitalize(), (status,)) for status, state in models.STATES.items()},
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(key, words) for key, (words, _) in self.conditions.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[models.Notification]) -> QuerySet[models.Notification]:
        wanted = self.conditions.get(str(self.value()))
        return queryset if wanted is None else queryset.filter(status__in=wanted[1])


def _by_recipient(words: str) -> Q | None:
    """Whoever got mails and has no order any more; asked last, because it walks through them."""
    return Q(recipient=words.lower()) if "@" in words else None


@admin.register(models.Notification)
class NotificationAdmin(BackOffice):
    role = Role.SUPPORT
    list_display = ("created_at", "subject", "recipient", "shown_state", "attempts", "done_at", "order_page")
    listing = queries.NOTIFICATIONS
    list_filter = (DeliveryFilter,)
    finders = (by_id("id", "order_id"), by_name("order", "order_id"), _by_recipient)
    search_help_text = "The number of an order, or words of its buyer's name or e-mail address"
    refers: ClassVar[dict[str, str]] = {"order_id": "order"}
    ordering = ("-created_at",)
    actions = ("send_again",)
    actions_detail = ("send_this_again",)
    fields = (
        "subject",
        "recipient",
        "shown_state",
        "due_at",
        "text",
        "attachment",
        "attempts",
        "last_error",
        "order_page",
        "created_at",
        "done_at",
    )
    readonly_fields = ("shown_state", "text", "attachment", "order_page")

    @list_action(description="Send the selected mails again", words=_AGAIN, only=~Q(status__in=UNDERWAY))
    def send_again(self, row: models.Notification, *, now: datetime) -> None:
        use_cases.resend(notification_id=NotificationId(row.id), now=now)

    @row_action(description="Send again", words=_AGAIN, when=lambda row: row.status not in UNDERWAY)
    def send_this_again(self, row: models.Notification, *, now: datetime) -> None:
        use_cases.resend(notification_id=NotificationId(row.id), now=now)

    def story(self, kind: str, key: Any) -> Iterator[Fact]:
        """The mails about an order, and how far each got."""
        for row in models.Notification.objects.filter(order_id=key).order_by("created_at") if kind == "order" else ():
            state = row.state.value
            told = Entry(at=row.done_at or row.created_at, text=f"Mail “{row.subject}” to {row.recipient}: {state}.")
            title = f"Mail “{row.subject}”"
            yield Fact(
                row=row, title=title, state=state, colour=STATE_COLOURS[state], text=row.recipient, entries=(told,)
            )

    @display(description="body")
    def text(self, row: models.Notification) -> str:
        return linebreaksbr(row.body)

    @display(description="with it", empty_value="-")
    def attachment(self, row: models.Notification) -> str:
        if row.invoice_id is None:
            return ""
        return format_html(
            '<a class="go-link" href="{}">The document</a>', reverse("v1:document", args=[row.invoice_id])
        )

    @display(description="order")
    def order_page(self, row: models.Notification) -> str:
        return self.reference(row, "order_id")

    @display(description="state", ordering="status")
    def shown_state(self, row: models.Notification) -> str:
        return badge(row.state.value, STATE_COLOURS[row.state.value])
