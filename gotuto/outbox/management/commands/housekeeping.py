"""`manage.py housekeeping`: what beat does every night, now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from gotuto import retention


class Command(BaseCommand):
    help = "Deletes what nobody needs any more: old events, finished sagas, idempotency keys, counters of rates."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, count in retention.purge(now=timezone.now()).items():
            self.stdout.write(f"{name}: {count} deleted")
