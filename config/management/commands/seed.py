"""`manage.py seed`: fill the shop with products and confirmed orders, for measurements."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from config import seeding
from gotuto.arguments import whole_number


class Command(BaseCommand):
    help = (
        "Write many whole, valid products and confirmed orders in bulk; each run adds more."
        " Example: manage.py seed --products 10000 --orders 1000"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--products", type=_count, default=0, help="how many more products, each with stock")
        parser.add_argument(
            "--variants", type=_sizes, default=0, help="in so many sizes, up to five; none is ordered then"
        )
        parser.add_argument("--attributes", action="store_true", help="describe each by five attributes")
        parser.add_argument("--orders", type=_count, default=0, help="how many more orders of seeded products")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        with Progress(console=Console(file=self.stdout)) as progress:  # type: ignore[arg-type]
            products = seeding.write_products(
                options["products"], variants=options["variants"], described=options["attributes"], now=now
            )
            self._show(progress, "Products", options["products"], products)
            try:
                self._show(progress, "Orders", options["orders"], seeding.write_orders(options["orders"], now=now))
            except seeding.NothingToOrder as refusal:
                raise CommandError(refusal.detail) from None
        seeding.analyze()
        self.stdout.write(f"{options['products']} products and {options['orders']} orders were written.")

    def _show(self, progress: Progress, what: str, total: int, batches: Iterator[int]) -> None:
        if total:
            task = progress.add_task(what, total=total)
            for count in batches:
                progress.advance(task, count)


def _sizes(text: str) -> int:
    number = _count(text)
    if number > seeding.MOST_VARIANTS:
        raise ArgumentTypeError(f"invalid number up to {seeding.MOST_VARIANTS}: {text!r}")
    return number


def _count(text: str) -> int:
    number = whole_number(text)
    if number < 0:
        raise ArgumentTypeError(f"invalid whole number from 0 on value: {text!r}")
    return number
