"""The shop in business words: what a buyer and the staff do, through the facades."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from contexts.billing.invoices.dto import InvoiceFilter, InvoiceKind
from contexts.billing.invoices.queries import list_invoices
from contexts.billing.payments.use_cases import record_payment
from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.products.use_cases.making import create_product
from contexts.inventory.availability.use_cases import availability
from contexts.inventory.stock.use_cases import receive_stock
from contexts.order import placement
from contexts.order.access import Viewer
from contexts.order.carts.dto import Cart, ItemWish
from contexts.order.carts.use_cases import open_cart
from contexts.order.orders.dto import Buyer, Order
from contexts.order.orders.queries import get_order
from contexts.shipping.use_cases import deliver_shipment, dispatch_shipment
from gotuto import testing
from gotuto.address import Address
from gotuto.ids import CategoryId, OrderId, Sku
from gotuto.money import Money
from gotuto.paging import PageRequest
from gotuto.tax_classes import TaxClass

ADDRESS = Address(name="Ada Lovelace", line1="12 St James's Square", postal_code="10115", city="Berlin", country="DE")
BUYER = Buyer(email="ada@example.com", shipping_address=ADDRESS)
STAFF = Viewer(is_staff=True)


def settle() -> None:
    """Do everything that is due: sagas, deliveries, mails; a source that breaks breaks the test."""
    testing.drain()


class Shop:
    """A shop with nothing in it yet; `now` is its clock."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._category: CategoryId | None = None

    def has(
        self, sku: str, *, name: str = "", pieces: int = 10, price: str = "11.90", tax_class: TaxClass | None = None
    ) -> Sku:
        """A product for sale, with so many pieces in stock."""
        if self._category is None:
            self._category = create_category(name="Everything", now=self.now).id
        product = create_product(
            sku=sku.upper(),
            name=name or sku.title(),
            price=Money.of(price, "EUR"),
            category_id=self._category,
            tax_class=tax_class or TaxClass.STANDARD,
            now=self.now,
        )
        if pieces:
            receive_stock(sku=product.sku, quantity=pieces, reason="first", actor=None, now=self.now)
        return product.sku

    def cart(self, items: Mapping[str, int], **who: Any) -> Cart:
        wishes = [ItemWish(sku=Sku(sku), quantity=quantity) for sku, quantity in items.items()]
        return open_cart(customer_id=who.get("customer_id"), currency="EUR", items=wishes, now=self.now)

    def place(self, items: Mapping[str, int], *, buyer: Buyer = BUYER, **who: Any) -> Order:
        """A placed order, not yet looked at by anybody."""
        cart = self.cart(items, **who)
        return placement.place_order(cart_id=cart.id, viewer=STAFF, buyer=buyer, now=self.now).order

    def order(self, items: Mapping[str, int], **who: Any) -> Order:
        """An order and what became of it."""
        placed = self.place(items, **who)
        self.settle()
        return self.look(placed)

    def settle(self) -> None:
        settle()

    def look(self, seen: Order) -> Order:
        return self.look_up(seen.id)

    def look_up(self, order_id: OrderId) -> Order:
        return get_order(order_id=order_id, viewer=STAFF)

    def invoices_of(self, seen: Order) -> list[Any]:
        return self._documents(seen, InvoiceKind.INVOICE)

    def credit_notes_of(self, seen: Order) -> list[Any]:
        return self._documents(seen, InvoiceKind.CREDIT_NOTE)

    def _documents(self, seen: Order, kind: InvoiceKind) -> list[Any]:
        filters = InvoiceFilter(order_id=seen.id, kind=kind)
        return list(list_invoices(filters=filters, page=PageRequest(), of_client=None).items)

    def pay(self, seen: Order, amount: str | None = None, *, reference: str = "transfer 1") -> None:
        (invoice,) = self.invoices_of(seen)
        record_payment(
            invoice_id=invoice.id,
            amount=Money.of(amount, "EUR") if amount else invoice.amount_due,
            method="transfer",
            reference=reference,
            now=self.now,
        )
        self.settle()

    def hand_over(self, seen: Order) -> None:
        """The carrier takes the parcel, and nobody has heard of it yet."""
        (shipment_id,) = self.look(seen).shipment_ids
        dispatch_shipment(shipment_id=shipment_id, carrier="DHL", tracking_number="JD01", now=self.now)

    def dispatch(self, seen: Order) -> None:
        self.hand_over(seen)
        self.settle()

    def deliver(self, seen: Order) -> None:
        (shipment_id,) = self.look(seen).shipment_ids
        deliver_shipment(shipment_id=shipment_id, now=self.now)
        self.settle()

    def free(self, sku: str) -> int:
        """How many pieces anybody may still buy."""
        return availability(skus=[Sku(sku)])[0].available
