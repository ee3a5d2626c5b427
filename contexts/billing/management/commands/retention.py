"""`manage.py retention`: delete issued documents whose legal term is over; their seals stay."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from contexts.billing.books import use_cases
from contexts.billing.books.dto import Retained
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Delete settled documents that need not be kept any more (GOTUTO_KEEP_DOCUMENTS_YEARS); their seals stay."
        " Example: manage.py retention run --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        run = verbs.add_parser("run", help="delete them, and say of each seller how many")
        self.can_be_tried(run)
        self.for_programs(run)

    def do_run(self, options: dict[str, Any]) -> None:
        done = use_cases.delete_old_documents(today=timezone.localdate())
        self.done("\n".join(map(_words, done)), options, sellers=done)


def _words(done: Retained) -> str:
    if done.years is None:
        return (
            f"{done.legal_entity}: nothing; GOTUTO_KEEP_DOCUMENTS_YEARS does not name {done.country or 'its country'}."
        )
    return (
        f"{done.legal_entity}: {done.deleted} documents from before {done.before} ({done.country}, {done.years} years)."
    )
