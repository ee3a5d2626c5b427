"""`manage.py search`: what a question finds, and why."""

from argparse import ArgumentParser
from typing import Any

from contexts.catalog.search import queries
from contexts.catalog.search.dto import Term
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand, table


class Command(OperatorCommand):
    help = 'Show what a question finds in the catalogue, and why. Example: manage.py search "green tea" --explain'

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("question", type=one_line, help="what somebody types")
        parser.add_argument("--explain", action="store_true", help="say first how each word is understood")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        asked, hits = queries.explain(question=options["question"])
        words = [_told(term) for term in asked.terms] if options["explain"] else []
        words.append(table(hits) if hits else "Nothing is found.")
        self.done("\n".join(words), options, understood=asked, hits=hits)


def _told(term: Term) -> str:
    meant = ", ".join(f"{one.text} ({one.how.value})" for one in term.alternatives)
    return f"{term.text}: {meant}" + ("" if term.is_needed else "; need not be found")
