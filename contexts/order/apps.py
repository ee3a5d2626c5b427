from datetime import timedelta

from gotuto.modules import Beat, Chart, Figure, Gauge, Gauges, Grant, MenuItem, ModuleConfig, Names, Resource
from gotuto.roles import Role

_PER_DAY = """
SELECT day::date, count(o.id) FILTER (WHERE o.status <> 'cancelled'), count(o.id) FILTER (WHERE o.status = 'cancelled')
FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day
LEFT JOIN order_order AS o ON o.placed_at >= day AND o.placed_at < day + interval '1 day'
GROUP BY day ORDER BY day
"""
_LAST_HOUR = """
SELECT status, cancellation_code, count(*) FROM order_order
WHERE placed_at > statement_timestamp() - interval '1 hour' GROUP BY status, cancellation_code
"""
_CONFIRMED = """
SELECT unnest(ARRAY['0.5', '0.95', '0.99']),
       unnest(percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM confirmed_at - placed_at)))
FROM order_order WHERE placed_at > statement_timestamp() - interval '5 minutes' AND confirmed_at IS NOT NULL
"""


class OrderConfig(ModuleConfig):
    name = "contexts.order"
    label = "order"
    verbose_name = "Orders"

    grants = (
        Grant(
            Role.SUPPORT,
            sees=("order", "cart", "streamrow"),
            does="fills carts, places and cancels orders for buyers",
        ),
        Grant(Role.BILLING, sees=("order",)),
        Grant(Role.FULFILMENT, sees=("order",)),
    )

    sagas = ("cancellation", "placement")
    resources = (Resource("carts", named_by=("cart_id",)), Resource("orders", named_by=("order_id",)))
    token_headers = ("X-Cart-Token", "X-Order-Token")
    rates = ("order", "guest_cart", "guest_order")
    purged = {"carts": "contexts.order.carts.statements.delete_old_carts"}
    menu = (
        MenuItem("Sales", 10, "Orders", "receipt_long", "order_order"),
        MenuItem("Sales", 50, "Carts", "shopping_cart", "order_cart"),
        MenuItem("Machinery", 40, "Streams of orders", "history", "order_streamrow"),
    )
    names = (
        Names("order", called="orders.event_store.numbers", found="search.queries.find_orders", model="order_order"),
    )
    figures = (
        Figure(
            place=10,
            title="Orders to be paid",
            icon="payments",
            number="SELECT count(*) FROM order_order WHERE status = 'confirmed'",
            model="order_order",
            query="status__exact=confirmed",
        ),
        Figure(
            place=20,
            title="Orders paid in part",
            icon="hourglass_bottom",
            number="SELECT count(*) FROM order_order WHERE status = 'confirmed' AND NOT is_cancellable",
            model="order_order",
            query="status__exact=confirmed&is_cancellable__exact=0",
        ),
    )
    charts = (
        Chart("Orders per day", "order_order", _PER_DAY, series=(("Orders", "#7c3aed"), ("Cancelled", "#d97706"))),
    )
    gauges = (
        Gauges(
            ("status", "code"),
            (Gauge("gotuto_orders_last_hour", "Orders of the last hour, by status and the code of a cancellation."),),
            _LAST_HOUR,
        ),
        Gauges(
            ("quantile",),
            (Gauge("gotuto_order_confirmation_seconds", "From placed to confirmed, orders of the last five minutes."),),
            _CONFIRMED,
        ),
    )
    beat = (
        Beat("expired-carts", "order.expire_carts", every=timedelta(minutes=1)),
        Beat("unpaid-orders", "order.end_unpaid_orders", every=timedelta(minutes=1)),
    )
