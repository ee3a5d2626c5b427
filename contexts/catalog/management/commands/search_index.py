"""`manage.py search_index`: write what is searched anew, in the languages of the settings."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from contexts.catalog.search import queries, use_cases
from gotuto.commands import OperatorCommand
from gotuto.progress import Steps


class Command(OperatorCommand):
    help = (
        "Write what is searched of all products anew, while the shop sells; only what is missing without --all."
        " Example: manage.py search_index --all"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="also what is there, and the forms of all words")
        self.can_be_tried(parser)
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        steps = Steps(silent=options["json"])
        is_anew = use_cases.take_languages(codes=settings.GOTUTO_SEARCH["languages"]) or options["all"]
        written = 0
        total = queries.count_products()
        with steps.step("Products", total=total) as tell:
            for count in use_cases.rewrite() if options["all"] else use_cases.complete():
                written += count
                tell(written)
        if is_anew:
            with steps.step("Word forms"):
                use_cases.make_forms()
        if options["all"] and not options["is_tried"]:
            with steps.step("Engine", total=total) as tell:
                for place, count in enumerate(use_cases.fill_engine()):
                    tell(place * use_cases.BATCH + count)
        with steps.step("Counts"):
            use_cases.count_words()
        words = (
            f"{written} products were written, with the word forms of {', '.join(settings.GOTUTO_SEARCH['languages'])}."
        )
        self.done(words, options, products=written, languages=settings.GOTUTO_SEARCH["languages"])
