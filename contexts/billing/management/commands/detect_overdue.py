"""`manage.py detect_overdue`: turn unpaid invoices overdue now, as the beat task does."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from contexts.billing.invoices import use_cases


class Command(BaseCommand):
    help = "Turn sent invoices past their due date overdue."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        marked = use_cases.mark_overdue_invoices(today=timezone.localdate(now), now=now)
        self.stdout.write(f"{marked} invoices turned overdue.")
