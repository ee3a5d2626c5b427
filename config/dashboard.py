"""The first page of the back office: what needs a hand, and how the shop is doing."""

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from gotuto.db.sql import fetch_all, fetch_one

DAYS = 14

# One statement for all figures of the page.
_FIGURES = """
SELECT
    (SELECT count(*) FROM order_order WHERE status = 'confirmed'),
    (SELECT count(*) FROM shipping_shipment WHERE state = 'pending'),
    (SELECT count(*) FROM billing_invoice WHERE status = 'overdue'),
    (SELECT count(*) FROM inventory_stockitem WHERE on_hand - reserved < 10),
    (SELECT count(*) FROM notification_notification WHERE state IN ('failed', 'unknown')),
    (SELECT count(*) FROM gotuto_sagas_sagarun WHERE needs_attention),
    (SELECT count(*) FROM gotuto_outbox_delivery WHERE state = 'dead')
"""

_PER_DAY = """
SELECT day::date, count(o.id) FILTER (WHERE o.status <> 'cancelled'), count(o.id) FILTER (WHERE o.status = 'cancelled')
FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day
LEFT JOIN order_order AS o ON o.placed_at >= day AND o.placed_at < day + interval '1 day'
GROUP BY day ORDER BY day
"""


@dataclass(frozen=True)
class Figure:
    """A number with the page that explains it; trouble stands out once there is any."""

    title: str
    number: int
    href: str
    icon: str
    is_trouble: bool = False


def show(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the figures and the chart to the admin's index page."""
    today = timezone.now().date()
    days = fetch_all(_PER_DAY, {"first": today - timedelta(days=DAYS - 1), "last": today})
    return {**context, "figures": _figures(*fetch_one(_FIGURES)), "orders_per_day": _chart(days), "days": DAYS}


def _figures(unpaid: int, to_pack: int, overdue: int, low: int, mails: int, sagas: int, dead: int) -> list[Figure]:
    return [
        Figure("Orders to be paid", unpaid, _page("order_order", "status__exact=confirmed"), "payments"),
        Figure("Parcels to send", to_pack, _page("shipping_shipment", "state__exact=pending"), "local_shipping"),
        Figure("Invoices overdue", overdue, _page("billing_invoice", "status__exact=overdue"), "event_busy"),
        Figure("Stock below 10", low, _page("inventory_stockitem"), "inventory_2"),
        Figure("Mails not sent", mails, _page("notification_notification"), "mark_email_unread", is_trouble=True),
        Figure("Sagas to look at", sagas, _page("gotuto_sagas_sagarun"), "account_tree", is_trouble=True),
        Figure("Dead deliveries", dead, _page("gotuto_outbox_delivery"), "running_with_errors", is_trouble=True),
    ]


def _page(model: str, query: str = "") -> str:
    return reverse(f"admin:{model}_changelist") + (f"?{query}" if query else "")


def _chart(days: list[tuple[Any, int, int]]) -> str:
    return json.dumps(
        {
            "labels": [f"{day:%d %b}" for day, _, _ in days],
            "datasets": [
                {"label": "Orders", "data": [kept for _, kept, _ in days], "backgroundColor": "#7c3aed"},
                {"label": "Cancelled", "data": [lost for _, _, lost in days], "backgroundColor": "#d6d3d1"},
            ],
        }
    )
