"""Factories (factory_boy): each makes its thing by the use case that people make it by, so that a test's data obeys the rules.

`ProductFactory()` is any product; what matters to a test is said, the rest is made up: `ProductFactory(sku="TEA", price=…)`.
"""

from datetime import UTC, datetime
from typing import Any

import factory

from contexts.billing.clients.use_cases import create_client
from contexts.billing.invoices.dto import Buyer
from contexts.billing.invoices.use_cases import open_invoice
from contexts.billing.lines.dto import InvoiceLine
from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.products.use_cases.making import create_product
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.staff.use_cases import ensure_staff
from contexts.inventory.stock.use_cases import receive_stock
from contexts.shipping.dto import ShipmentLine
from contexts.shipping.use_cases import create_shipment
from gotuto.address import Address
from gotuto.ids import OrderId, Sku, new_id
from gotuto.money import Money

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


class ByUseCase(factory.Factory):
    """The model of such a factory is a use case; what the factory makes is what the use case answers."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, use_case: Any, *args: Any, **given: Any) -> Any:
        return use_case(**given)


class AddressFactory(factory.Factory):
    class Meta:
        model = Address

    name = "Ada Lovelace"
    line1 = "Square 1"
    postal_code = "10115"
    city = "Berlin"
    country = "DE"


class CategoryFactory(ByUseCase):
    class Meta:
        model = create_category

    name = factory.Sequence("Shelf {}".format)
    now = NOW


class ProductFactory(ByUseCase):
    """A product for 12.50 EUR that is called after its SKU, in a category of its own unless told where."""

    class Meta:
        model = create_product

    sku = factory.Sequence("SKU-{}".format)
    name = factory.LazyAttribute(lambda made: f"Product {made.sku}")
    price = Money.of("12.50", "EUR")
    category_id = factory.LazyAttribute(lambda made: CategoryFactory(name=f"Shelf of {made.sku}", now=made.now).id)
    now = NOW


class StockItemFactory(ByUseCase):
    """Ten pieces of a product in the warehouse."""

    class Meta:
        model = receive_stock

    sku = factory.LazyAttribute(lambda made: ProductFactory(now=made.now).sku)
    quantity = 10
    actor = None
    now = NOW


class CustomerFactory(ByUseCase):
    class Meta:
        model = ensure_customer

    email = factory.Sequence("customer-{}@example.com".format)
    password = "a long and quiet river"
    name = "Ada Lovelace"
    now = NOW


class StaffFactory(ByUseCase):
    """Somebody who may enter the back office and change nothing there."""

    class Meta:
        model = ensure_staff

    email = factory.Sequence("staff-{}@example.com".format)
    password = "a long and quiet river"
    roles = ()
    now = NOW


class ClientFactory(ByUseCase):
    class Meta:
        model = create_client

    name = "Ada Lovelace"
    email = factory.Sequence("client-{}@example.com".format)
    now = NOW


class BuyerFactory(factory.Factory):
    """A guest."""

    class Meta:
        model = Buyer

    name = "Ada"
    email = "ada@example.com"


class InvoiceLineFactory(factory.Factory):
    class Meta:
        model = InvoiceLine

    sku = Sku("TEA")
    description = "Tea"
    quantity = 1
    unit_price = Money.of("12.50", "EUR")


class InvoiceFactory(ByUseCase):
    """The draft of an order's invoice, over one line of 12.50 EUR."""

    class Meta:
        model = open_invoice

    order_id = factory.LazyFunction(lambda: OrderId(new_id()))
    buyer = factory.SubFactory(BuyerFactory)
    currency = "EUR"
    lines = factory.LazyFunction(lambda: [InvoiceLineFactory()])
    now = NOW


class ShipmentFactory(ByUseCase):
    """A pending parcel of two teas."""

    class Meta:
        model = create_shipment

    order_id = factory.LazyFunction(lambda: OrderId(new_id()))
    address = factory.SubFactory(AddressFactory)
    lines = factory.LazyFunction(lambda: [ShipmentLine(sku=Sku("TEA"), quantity=2)])
    now = NOW
