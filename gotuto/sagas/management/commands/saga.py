"""`manage.py saga list|show|retry|stop|forward`: sagas for operators."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.utils import timezone

from gotuto.arguments import number, one_line, whole_number
from gotuto.commands import OperatorCommand, table
from gotuto.sagas import inspection, retrying, stopping

_WHICH = "of the saga, or the id or number of what it works for, such as an order's"


class Command(OperatorCommand):
    help = (
        "Shows sagas, lets one that was suspended try again, stops one and has it undone, or lets one that cannot be undone go"
        " forward after all."
        " Example: manage.py saga show A-001001"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="sagas that need attention, fail or are late")
        self._add_search(listing)
        show = verbs.add_parser("show", help="a saga with the history of its steps and its failed attempts")
        retry = verbs.add_parser("retry", help="try again, from where it stands; one, or all that need attention")
        stop = verbs.add_parser("stop", help="undo what it has done, last first")
        stop.add_argument("--reason", type=one_line, required=True, help="for the history, and for whom it works")
        forward = verbs.add_parser(
            "forward", help="do the rest of one whose way back failed before anything was undone"
        )
        forward.add_argument("--reason", type=one_line, required=True, help="for the history")
        for verb in (show, stop, forward):
            verb.add_argument("id", type=one_line, help=_WHICH)
        which = retry.add_mutually_exclusive_group(required=True)
        which.add_argument("id", type=one_line, nargs="?", help=_WHICH)
        which.add_argument(
            "--all", action="store_true", help="all that need attention, such as when their cause is mended"
        )
        self.for_programs(listing, show, retry, stop, forward)
        self.can_be_tried(retry, stop, forward)

    def _add_search(self, listing: ArgumentParser) -> None:
        listing.add_argument("--all", action="store_true", help="the latest sagas, whatever became of them")
        listing.add_argument("--open", action="store_true", help="those that have not ended")
        listing.add_argument("--name", type=one_line, default="", help="of one name only")
        listing.add_argument(
            "--version", type=whole_number, dest="saga_version", help="of one version of the definition only"
        )
        listing.add_argument("--older-than", type=number, metavar="MINUTES", help="those that were started before that")
        listing.add_argument("--error", type=one_line, default="", help="those whose last error contains this")
        listing.add_argument("--limit", type=whole_number, default=100, help="at most so many, 100 if not said")

    def do_list(self, options: dict[str, Any]) -> None:
        now, age = timezone.now(), options["older_than"]
        wanted = inspection.Search(
            is_open=options["open"],
            is_troubled=not (options["all"] or options["open"]),
            name=options["name"],
            version=options["saga_version"],
            started_before=None if age is None else now - timedelta(minutes=age),
            error=options["error"],
        )
        none = "No saga needs attention." if wanted.is_troubled else "No sagas."
        self.tell(inspection.search(wanted, now=now, limit=options["limit"]), options, none=none)

    def do_show(self, options: dict[str, Any]) -> None:
        story = inspection.show(options["id"])
        self.facts(story, options)
        if story.timeline and not options["json"]:
            self.stdout.write("\n" + table(story.timeline))

    def do_retry(self, options: dict[str, Any]) -> None:
        if options["all"]:
            due = retrying.retry_all()
            self.done(f"{due} {'saga is' if due == 1 else 'sagas are'} due again.", options, due=due)
            return
        saga_id = retrying.retry(saga_id=options["id"])
        self.done(f"The saga {saga_id} is due again.", options, saga=saga_id)

    def do_stop(self, options: dict[str, Any]) -> None:
        saga_id = stopping.stop(saga_id=options["id"], reason=options["reason"])
        self.done(f"The saga {saga_id} is going to be undone.", options, saga=saga_id)

    def do_forward(self, options: dict[str, Any]) -> None:
        saga_id = stopping.go_forward(saga_id=options["id"], reason=options["reason"])
        self.done(f"The saga {saga_id} goes forward.", options, saga=saga_id)
