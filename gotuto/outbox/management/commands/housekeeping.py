"""`manage.py housekeeping`: what beat does every night, now."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from gotuto import retention
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Deletes what nobody needs any more: old events, finished sagas, idempotency keys, sessions, carts."
        " Example: manage.py housekeeping"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.for_programs(parser)
        self.can_be_tried(parser)

    def do(self, options: dict[str, Any]) -> None:
        deleted = retention.purge(now=timezone.now())
        self.done("\n".join(f"{name}: {count} deleted" for name, count in deleted.items()), options, **deleted)
