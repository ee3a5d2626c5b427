"""`manage.py invoice_numbers`: prove that no invoice number is missing; exit code 1 when one is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contexts.billing.invoices import queries


class Command(BaseCommand):
    help = "List the series of invoice numbers and fail when one has a gap."

    def handle(self, *args: Any, **options: Any) -> None:
        series = queries.list_number_series()
        for one in series:
            missing = ", ".join(str(number) for number in one.missing) or "none"
            self.stdout.write(f"{one.series}-{one.year}: {one.issued} of {one.last} issued, missing: {missing}")
        if not all(one.is_gapless for one in series):
            raise CommandError("A series of invoice numbers has gaps.")
