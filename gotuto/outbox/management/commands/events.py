"""`manage.py events list|show|map|retry|replay|backfill`: events and their deliveries for operators."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone

from gotuto.arguments import one_line, whole_number
from gotuto.commands import OperatorCommand, table
from gotuto.outbox import inspection, mapping, redelivery


def moment(text: str) -> datetime:
    """A time in ISO 8601; without an offset it is UTC."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


@dataclass(frozen=True)
class _Line:
    event: str
    heard_by: str


class Command(OperatorCommand):
    help = "Shows events and their deliveries, and delivers again. Example: manage.py events retry --dry-run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="deliveries that are dead, failing or late")
        which = listing.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="the latest deliveries, whatever became of them")
        which.add_argument("--unknown", action="store_true", help="those whose handler this release does not have")
        listing.add_argument("--limit", type=whole_number, default=100, help="at most so many, 100 if not said")
        show = verbs.add_parser("show", help="an event with its facts and deliveries")
        whole = verbs.add_parser("map", help="who publishes which event, and who hears it")
        whole.add_argument("--mermaid", action="store_true", help="a flowchart, as Markdown shows it")
        retry = verbs.add_parser("retry", help="try dead deliveries again")
        retry.add_argument("--handler", type=one_line, help="only those of this handler")
        once_more = verbs.add_parser("replay", help="hand one event to one handler once more")
        once_more.add_argument("--handler", type=one_line, required=True, help="by its name, as `events map` shows it")
        for verb in (show, once_more):
            verb.add_argument("sequence", type=whole_number, help="the event's number in the outbox")
        missed = verbs.add_parser("backfill", help="deliver to a handler what was published before it existed")
        missed.add_argument("handler", type=one_line, help="by its name, as `events map` shows it")
        missed.add_argument("--since", type=moment, required=True, help="such as 2026-01-31 or 2026-01-31T10:00+01:00")
        self.for_programs(listing, show, whole, retry, once_more, missed)
        self.can_be_tried(retry, once_more, missed)

    def do_list(self, options: dict[str, Any]) -> None:
        if options["all"]:
            self.tell(inspection.recent(limit=options["limit"]), options, none="No deliveries.")
        elif options["unknown"]:
            none = "This release knows all handlers that deliveries wait for."
            self.tell(inspection.unknown(limit=options["limit"]), options, none=none)
        else:
            found = inspection.troubled(now=timezone.now(), limit=options["limit"])
            self.tell(found, options, none="Nothing is dead or stuck.")

    def do_show(self, options: dict[str, Any]) -> None:
        event = inspection.show(options["sequence"])
        self.facts(event, options)
        if event.deliveries and not options["json"]:
            self.stdout.write("\n" + table(event.deliveries))

    def do_map(self, options: dict[str, Any]) -> None:
        events = mapping.published()
        if options["mermaid"]:
            self.stdout.write(mapping.mermaid(events))
        else:
            shown = events if options["json"] else [_Line(each.name, ", ".join(each.handlers)) for each in events]
            self.tell(shown, options, none="There are no events.")

    def do_retry(self, options: dict[str, Any]) -> None:
        due = redelivery.retry_dead(handler=options["handler"])
        self.done(f"{due} deliveries are due again.", options, due=due)

    def do_replay(self, options: dict[str, Any]) -> None:
        redelivery.redeliver(sequence=options["sequence"], handler=options["handler"])
        words = f"Event {options['sequence']} is due for {options['handler']}."
        self.done(words, options, event=options["sequence"], handler=options["handler"])

    def do_backfill(self, options: dict[str, Any]) -> None:
        added = sum(redelivery.backfill(handler=options["handler"], since=options["since"]))
        self.done(f"{added} deliveries written for {options['handler']}.", options, written=added)
