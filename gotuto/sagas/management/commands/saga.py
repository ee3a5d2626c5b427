"""`manage.py saga list|show|retry`: sagas for operators."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.utils import timezone

from gotuto.commands import OperatorCommand, table
from gotuto.sagas import inspection, retrying


class Command(OperatorCommand):
    help = "Shows sagas, and lets one that was parked try again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="sagas that need attention, fail or are late")
        listing.add_argument("--all", action="store_true", help="the latest sagas, whatever became of them")
        listing.add_argument("--limit", type=int, default=100)
        show = verbs.add_parser("show", help="a saga with its failed attempts")
        retry = verbs.add_parser("retry", help="try again, from where it stands")
        for verb in (show, retry):
            verb.add_argument("id", type=UUID, help="of the saga, or of what it works for, such as an order")
        for verb in (listing, show):
            verb.add_argument("--json", action="store_true", help="JSON for programs")

    def do_list(self, options: dict[str, Any]) -> None:
        if options["all"]:
            self.tell(inspection.recent(limit=options["limit"]), options, none="No sagas.")
        else:
            found = inspection.troubled(now=timezone.now(), limit=options["limit"])
            self.tell(found, options, none="No saga needs attention.")

    def do_show(self, options: dict[str, Any]) -> None:
        story = inspection.show(options["id"])
        self.facts(story, options)
        if story.failed_attempts and not options["json"]:
            self.stdout.write("\n" + table(story.failed_attempts))

    def do_retry(self, options: dict[str, Any]) -> None:
        self.stdout.write(f"The saga {retrying.retry(saga_id=options['id'])} is due again.")
