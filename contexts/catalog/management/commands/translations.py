"""`manage.py translations`: how much of the catalogue is told in each language of the shop, and what is missing."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from contexts.catalog.translations import queries
from gotuto.arguments import at_least_one, one_line
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Show how much of the catalogue is told in each language, and what a language lacks."
        " Example: manage.py translations missing de"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        counted = verbs.add_parser("count", help="products and categories that each language lacks texts of")
        missing = verbs.add_parser("missing", help="what a language lacks, categories first")
        missing.add_argument("language", type=one_line, help="one of GOTUTO_LANGUAGES, but the first")
        missing.add_argument("--most", type=at_least_one, default=100, help="so many of each; 100 without")
        self.for_programs(counted, missing)

    def do_count(self, options: dict[str, Any]) -> None:
        found = queries.coverage(known=settings.GOTUTO_LANGUAGES)
        self.tell(found, options, none="The shop speaks one language: GOTUTO_LANGUAGES names no other.")

    def do_missing(self, options: dict[str, Any]) -> None:
        found = queries.gaps(language=options["language"], known=settings.GOTUTO_LANGUAGES, most=options["most"])
        self.tell(found, options, none="Nothing is missing.")
