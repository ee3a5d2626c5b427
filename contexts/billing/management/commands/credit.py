"""`manage.py credit`: take an issued invoice back, or an amount of it."""

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.utils import timezone

from contexts.billing.credits import queries, use_cases
from gotuto.arguments import amount, one_line, reason
from gotuto.commands import OperatorCommand
from gotuto.money import Money


class Command(OperatorCommand):
    help = (
        "Issue a credit note over all that is due on an invoice, or over an amount."
        ' Example: manage.py credit INV-2026-000001 --reason "Sent twice" --dry-run'
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", type=one_line, help="the number of the invoice")
        parser.add_argument("--reason", type=reason, required=True, help="stands on the credit note")
        parser.add_argument("--amount", type=amount, help="in the currency of the invoice; all that is due without")
        self.can_be_tried(parser)
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        invoice_id, currency = queries.find_invoice(number=options["number"])
        wanted = options["amount"]
        issued = use_cases.credit_invoice(
            invoice_id=invoice_id,
            reason=options["reason"],
            amount=None if wanted is None else Money(wanted, currency),
            now=timezone.now(),
        )
        # Nobody gets the number of a dry run.
        number = None if options["is_tried"] else issued.number
        self.done(
            f"{number or 'A credit note'} takes {issued.total} off {options['number']}.",
            options,
            credit_note=replace(issued, number=number),
        )
