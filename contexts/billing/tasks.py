"""What billing does by the clock."""

from celery import shared_task
from django.utils import timezone

from contexts.billing.dunning.dto import Trigger
from contexts.billing.dunning.use_cases import run_dunning as do_what_is_due
from contexts.billing.invoices import use_cases
from contexts.billing.payments import use_cases as payments


@shared_task(name="billing.detect_overdue_invoices")
def detect_overdue_invoices() -> None:
    use_cases.mark_overdue_invoices(now=timezone.now())


@shared_task(name="billing.run_dunning")
def run_dunning() -> None:
    do_what_is_due(trigger=Trigger.CLOCK, now=timezone.now())


@shared_task(name="billing.lift_payments")
def lift_payments() -> None:
    payments.lift_payments()
