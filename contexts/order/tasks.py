"""What beat rings for."""

from celery import shared_task
from django.utils import timezone

from contexts.order import unpaid
from contexts.order.carts import use_cases

# What one call may do before the worker goes on with other things; the rest waits for the next.
_MOST = 5_000


@shared_task(name="order.expire_carts")
def expire_carts() -> None:
    use_cases.expire_carts(now=timezone.now())


@shared_task(name="order.end_unpaid_orders")
def end_unpaid_orders() -> None:
    unpaid.end_unpaid_orders(now=timezone.now(), most=_MOST)
