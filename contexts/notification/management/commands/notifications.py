"""`manage.py notifications list|resend`: what became of the mails, and one of them once more."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from contexts.notification import dto, queries, use_cases
from contexts.notification.dto import State
from gotuto.errors import BusinessError
from gotuto.ids import NotificationId
from gotuto.paging import PageRequest


class Command(BaseCommand):
    help = "List the latest notifications, or send one again."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="the latest notifications")
        listing.add_argument("--state", choices=[state.value for state in State])
        listing.add_argument("--limit", type=int, default=20)
        verbs.add_parser("resend", help="send a notification again").add_argument("id", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "list":
            self._list(**options)
        else:
            self._resend(NotificationId(options["id"]))

    def _list(self, *, state: str | None, limit: int, **_: Any) -> None:
        filters = dto.NotificationFilter(state=None if state is None else State(state))
        for mail in queries.list_notifications(filters=filters, of_customer=None, page=PageRequest(size=limit)).items:
            when = f"{mail.created_at:%Y-%m-%d %H:%M:%S}"
            self.stdout.write(f"{mail.id}  {when}  {mail.state:<8} {mail.attempts}x  {mail.kind:<17} {mail.order_id}")

    def _resend(self, notification_id: NotificationId) -> None:
        try:
            use_cases.resend(notification_id=notification_id, now=timezone.now())
        except BusinessError as refusal:
            raise CommandError(refusal.detail) from None
        self.stdout.write(f"{notification_id} is queued again.")
