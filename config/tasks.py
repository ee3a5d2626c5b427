"""What beat rings for."""

from celery import shared_task
from django.utils import timezone

from config import invariants
from gotuto.db import temporary_connection


@shared_task(name="config.look_at_invariants")
def look_at_invariants() -> None:
    # To plan so many questions at once takes megabytes, which the session of a worker would keep.
    with temporary_connection():
        invariants.look(now=timezone.now())
