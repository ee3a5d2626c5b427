"""What billing does by the clock."""

from celery import shared_task
from django.utils import timezone

from contexts.billing.invoices import use_cases
from contexts.billing.payments import use_cases as payments


@shared_task(name="billing.detect_overdue_invoices")
def detect_overdue_invoices() -> None:
    now = timezone.now()
    use_cases.mark_overdue_invoices(today=timezone.localdate(now), now=now)


@shared_task(name="billing.lift_payments")
def lift_payments() -> None:
    payments.lift_payments()
