"""What beat rings for."""

from celery import shared_task
from django.utils import timezone

from contexts.order.carts import use_cases


@shared_task(name="order.expire_carts")
def expire_carts() -> None:
    use_cases.expire_carts(now=timezone.now())
