"""Compare every stock counter with its ledger and with the open reservations."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from contexts.inventory import queries


class Command(BaseCommand):
    help = "Compare every stock counter with its ledger and with the open reservations; exit code 1 when one disagrees."

    def handle(self, *args: Any, **options: Any) -> None:
        found = queries.find_discrepancies()
        for wrong in found:
            self.stdout.write(f"{wrong.sku}: {wrong.counted} {wrong.counter} should be {wrong.expected}")
        if found:
            raise CommandError(f"{len(found)} counters disagree.")
        self.stdout.write("All counters agree with the ledger and the open reservations.")
