"""`manage.py synonyms`: words that mean the same to whoever searches."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.utils import timezone

from contexts.catalog.search import queries, use_cases
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Show, add or remove words that mean the same to whoever searches. Example: manage.py synonyms add sofa couch"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        shown = verbs.add_parser("list", help="all sets of words")
        add = verbs.add_parser("add", help="two words or more mean the same")
        add.add_argument("words", nargs="+", type=one_line)
        remove = verbs.add_parser("remove", help="they mean the same no longer")
        remove.add_argument("id", type=UUID)
        self.can_be_tried(add, remove)
        self.for_programs(shown, add, remove)

    def do_list(self, options: dict[str, Any]) -> None:
        self.tell(queries.list_synonyms(), options, none="There are no synonyms.")

    def do_add(self, options: dict[str, Any]) -> None:
        made = use_cases.add_synonyms(words=options["words"], now=timezone.now())
        self.done(f"{', '.join(made.words)} mean the same.", options, synonyms=made)

    def do_remove(self, options: dict[str, Any]) -> None:
        use_cases.remove_synonyms(synonyms_id=options["id"])
        self.done("They mean the same no longer.", options, synonyms_id=options["id"])
