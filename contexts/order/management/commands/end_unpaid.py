"""`manage.py end_unpaid [--dry-run]`: end the orders that nobody has paid in time, as beat does every minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from contexts.order import unpaid


class Command(BaseCommand):
    help = "End confirmed orders on which nothing was paid within GOTUTO_UNPAID_DAYS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="name the orders, and leave them as they are")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            self._name()
        else:
            self.stdout.write(f"{unpaid.end_unpaid_orders(now=timezone.now())} orders ended.")

    def _name(self) -> None:
        named = 0
        for order in unpaid.overdue_orders(now=timezone.now()):
            self.stdout.write(f"{order.number}  placed {order.placed_at:%Y-%m-%d %H:%M}  {order.total}")
            named += 1
        self.stdout.write(f"{named} orders would end.")
