"""What beat rings for."""

from celery import shared_task
from django.utils import timezone

from config import invariants


@shared_task(name="config.look_at_invariants")
def look_at_invariants() -> None:
    invariants.look(now=timezone.now())
