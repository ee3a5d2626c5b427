"""`manage.py outbound list|show|retry|breakers`: calls to the outside and the circuit breakers of their destinations."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.utils import timezone

from gotuto.arguments import one_line, whole_number
from gotuto.commands import OperatorCommand
from gotuto.outbound import inspection, retrying
from gotuto.outbound.models import Status


class Command(OperatorCommand):
    help = (
        "Shows outbound calls and circuit breakers, and makes a call again."
        " Example: manage.py outbound list --status unknown"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="calls that are refused, unknown, failing or late")
        listing.add_argument("--all", action="store_true", help="the latest calls, whatever became of them")
        listing.add_argument("--destination", type=one_line, default="", help="only those to this destination")
        listing.add_argument("--status", default="", choices=Status.values, help="only those that stand there")
        listing.add_argument("--limit", type=whole_number, default=100, help="at most so many, 100 if not said")
        show = verbs.add_parser("show", help="all that is kept of a call")
        show.add_argument("id", type=UUID, help="as the list shows it")
        retry = verbs.add_parser("retry", help="make a refused or unknown call again, or all refused ones")
        which = retry.add_mutually_exclusive_group(required=True)
        which.add_argument("id", type=UUID, nargs="?", help="as the list shows it")
        which.add_argument(
            "--refused", type=one_line, metavar="DESTINATION", help="all that were refused or given up there"
        )
        breakers = verbs.add_parser("breakers", help="the destinations and their circuit breakers")
        breakers.add_argument(
            "--reset", type=one_line, metavar="DESTINATION", help="close the breaker of this destination"
        )
        self.for_programs(listing, show, retry, breakers)
        self.can_be_tried(retry, breakers)

    def do_list(self, options: dict[str, Any]) -> None:
        wanted = {name: options[name] for name in ("destination", "status", "limit")}
        troubled = not (options["all"] or options["status"])
        self.tell(inspection.calls(troubled=troubled, **wanted), options, none="No such calls.")

    def do_show(self, options: dict[str, Any]) -> None:
        self.facts(inspection.show(options["id"]), options)

    def do_retry(self, options: dict[str, Any]) -> None:
        if options["refused"]:
            due = retrying.retry_refused(destination=options["refused"], now=timezone.now())
            self.done(f"{due} calls to {options['refused']} are queued again.", options, due=due)
            return
        retrying.retry(call_id=options["id"], now=timezone.now())
        self.done(f"{options['id']} is queued again.", options, call=options["id"])

    def do_breakers(self, options: dict[str, Any]) -> None:
        if options["reset"]:
            was_open = retrying.reset_breaker(destination=options["reset"])
            words = f"{options['reset']} is {'closed again' if was_open else 'closed already'}."
            self.done(words, options, destination=options["reset"], was_open=was_open)
        else:
            self.tell(inspection.breakers(), options, none="No destinations.")
