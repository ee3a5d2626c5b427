from datetime import timedelta

from gotuto.modules import Beat, Chart, Figure, Grant, MenuItem, ModuleConfig, Names, Resource
from gotuto.roles import Role

_PER_DAY = """
SELECT day::date, count(o.id) FILTER (WHERE o.status <> 'cancelled'), count(o.id) FILTER (WHERE o.status = 'cancelled')
FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day
LEFT JOIN order_order AS o ON o.placed_at >= day AND o.placed_at < day + interval '1 day'
GROUP BY day ORDER BY day
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

    sagas = ("placement",)
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
        Names("order", called="orders.event_store.numbers", found="orders.queries.find_orders", model="order_order"),
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
    beat = (
        Beat("expired-carts", "order.expire_carts", every=timedelta(minutes=1)),
        Beat("unpaid-orders", "order.end_unpaid_orders", every=timedelta(minutes=1)),
    )
