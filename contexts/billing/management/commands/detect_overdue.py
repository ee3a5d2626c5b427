"""`manage.py detect_overdue`: turn unpaid invoices overdue now, as the beat task does."""

from argparse import ArgumentParser
from typing import Any

from django.utils import timezone

from contexts.billing.invoices import use_cases
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Turn sent invoices past their due date overdue. Example: manage.py detect_overdue --dry-run"

    def add_arguments(self, parser: ArgumentParser) -> None:
        self.for_programs(parser)
        self.can_be_tried(parser)

    def do(self, options: dict[str, Any]) -> None:
        marked = use_cases.mark_overdue_invoices(now=timezone.now())
        self.done(f"{marked} invoices turned overdue.", options, overdue=marked)
