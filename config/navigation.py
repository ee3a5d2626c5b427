"""The back office's menu, in the order of the work and not of the tables."""

from typing import Any

from django.urls import reverse_lazy


def _item(title: str, icon: str, model: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{model}_changelist")}


NAVIGATION = [
    {"items": [{"title": "Overview", "icon": "dashboard", "link": reverse_lazy("admin:index")}]},
    {
        "title": "Sales",
        "separator": True,
        "items": [
            _item("Orders", "receipt_long", "order_order"),
            _item("Invoices", "request_quote", "billing_invoice"),
            _item("Shipments", "local_shipping", "shipping_shipment"),
            _item("Notifications", "mail", "notification_notification"),
            _item("Carts", "shopping_cart", "order_cart"),
        ],
    },
    {
        "title": "Goods",
        "separator": True,
        "items": [
            _item("Products", "sell", "catalog_product"),
            _item("Categories", "account_tree", "catalog_category"),
            _item("Stock items", "inventory_2", "inventory_stockitem"),
            _item("Reservations", "bookmark", "inventory_reservation"),
            _item("Stock movements", "swap_vert", "inventory_movement"),
        ],
    },
    {
        "title": "People",
        "separator": True,
        "items": [
            _item("Customers", "group", "customer_customer"),
            _item("Clients", "contacts", "billing_client"),
            _item("Users", "badge", "customer_user"),
            _item("Roles", "admin_panel_settings", "auth_group"),
            _item("API tokens", "key", "customer_apitoken"),
        ],
    },
    {
        "title": "Machinery",
        "separator": True,
        "collapsible": True,
        "items": [
            _item("Sagas", "conversion_path", "gotuto_sagas_sagarun"),
            _item("Events", "bolt", "gotuto_outbox_event"),
            _item("Deliveries", "outbox", "gotuto_outbox_delivery"),
            _item("Streams of orders", "history", "order_streamrow"),
        ],
    },
]
