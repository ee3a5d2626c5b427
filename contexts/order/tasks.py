"""What beat rings for."""

from celery import shared_task
from django.utils import timezone

from contexts.order import facade


@shared_task(name="order.expire_carts")
def expire_carts() -> None:
    facade.expire_carts(now=timezone.now())
