"""`manage.py notifications list|resend`: what became of the mails, and one of them once more."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from contexts.notification import dto, queries, use_cases
from contexts.order import facade as order
from gotuto.arguments import one_line, whole_number
from gotuto.commands import OperatorCommand
from gotuto.ids import NotificationId, OrderId
from gotuto.paging import PageRequest


@dataclass(frozen=True)
class _Line:
    """A mail without the person: an operator's terminal keeps what it shows."""

    id: NotificationId
    created_at: datetime
    state: str
    attempts: int
    kind: str
    order_id: OrderId | None


class Command(OperatorCommand):
    help = "List the latest notifications, or send one again. Example: manage.py notifications list --order A-001001"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="the latest notifications")
        listing.add_argument(
            "--state", choices=[state.value for state in dto.State], help="only those that stand there"
        )
        listing.add_argument("--order", type=one_line, default="", help="only those of this order: its number or id")
        listing.add_argument("--limit", type=whole_number, default=20, help="at most so many, 20 if not said")
        resend = verbs.add_parser("resend", help="send a notification again")
        resend.add_argument("id", type=UUID, help="as the list shows it")
        self.for_programs(listing, resend)
        self.can_be_tried(resend)

    def do_list(self, options: dict[str, Any]) -> None:
        filters = dto.NotificationFilter(
            state=dto.State(options["state"]) if options["state"] else None,
            order_id=order.find_order_id(which=options["order"]) if options["order"] else None,
        )
        mails = queries.list_notifications(filters=filters, of_customer=None, page=PageRequest(size=options["limit"]))
        lines = [
            _Line(mail.id, mail.created_at, mail.state, mail.attempts, mail.kind, mail.order_id) for mail in mails.items
        ]
        self.tell(lines, options, none="There are no such notifications.")

    def do_resend(self, options: dict[str, Any]) -> None:
        use_cases.resend(notification_id=NotificationId(options["id"]), now=timezone.now())
        self.done(f"{options['id']} is queued again.", options, notification=options["id"])
