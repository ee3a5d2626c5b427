"""`manage.py end_unpaid [--dry-run]`: end the orders that nobody has paid in time, as beat does every minute."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from contexts.order import unpaid
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "End confirmed orders on which nothing was paid within GOTUTO_UNPAID_DAYS."
        " Example: manage.py end_unpaid --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="name the orders, and leave them as they are")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        if options["dry_run"]:
            self._name(options)
        else:
            ended = unpaid.end_unpaid_orders(now=timezone.now())
            self.done(f"{ended} orders ended.", options, ended=ended)

    def _name(self, options: dict[str, Any]) -> None:
        found = list(unpaid.overdue_orders(now=timezone.now()))
        lines = [f"{order.number}  placed {order.placed_at:%Y-%m-%d %H:%M}  {order.total}" for order in found]
        self.done("\n".join([*lines, f"{len(found)} orders would end."]), options, would_end=found)
