"""What inventory hears."""

from datetime import datetime

from contexts.catalog import facade
from contexts.catalog import signals as catalog
from contexts.catalog.signals import ProductCreated, VariantAdded
from contexts.inventory import signals
from contexts.inventory.reservations import line
from contexts.inventory.signals import AvailabilityChanged
from contexts.inventory.stock import use_cases
from gotuto.outbox import receiver

# Stock knows of no order, so that it learns here who is served first.
use_cases.served_first.append(line.serve)


@receiver(catalog.product_created, name="inventory.open_stock_item")
def on_product_created(event: ProductCreated, *, now: datetime, **_: object) -> None:
    use_cases.open_stock_item(sku=event.sku, product_id=event.product_id, now=now)


@receiver(signals.availability_changed, name="inventory.show_in_catalogue")
def on_availability_changed(event: AvailabilityChanged, **_: object) -> None:
    facade.show_stock(in_stock={event.sku: event.is_available})


@receiver(catalog.variant_added, name="inventory.open_stock_item_of_variant")
def on_variant_added(event: VariantAdded, *, now: datetime, **_: object) -> None:
    use_cases.open_stock_item(sku=event.sku, product_id=event.product_id, now=now)
