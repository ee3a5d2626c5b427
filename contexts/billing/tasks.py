"""What billing does by the clock."""

from celery import shared_task
from django.utils import timezone

from contexts.billing.invoices import use_cases


@shared_task(name="billing.detect_overdue_invoices")
def detect_overdue_invoices() -> None:
    use_cases.mark_overdue_invoices(now=timezone.now())
