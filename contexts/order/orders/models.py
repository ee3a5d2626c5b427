"""The tables of orders: their streams, the read model, and the people behind them."""

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from contexts.order.carts.dto import TaxSubtotal
from contexts.order.orders import dto
from contexts.order.orders.domain.order import CANCELLED_ON_REQUEST, is_revocable
from gotuto import search
from gotuto.address import Address
from gotuto.events import decode
from gotuto.ids import CustomerId, InvoiceId, OrderId, ProductId, ShipmentId, Sku, new_id
from gotuto.money import Money
from gotuto.money_fields import AmountField, CurrencyField


class StreamRow(models.Model):
    """One event of an order's stream; never changed, never deleted."""

    position = models.BigAutoField(primary_key=True)
    event_id = models.UUIDField(default=new_id)
    stream_id = models.UUIDField()
    version = models.PositiveIntegerField()
    type = models.CharField(max_length=50)
    schema = models.PositiveSmallIntegerField()
    data = models.JSONField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    correlation_id = models.CharField(max_length=64)

    class Meta:
        verbose_name = "stream event"
        constraints = [models.UniqueConstraint(fields=["stream_id", "version"], name="order_stream_version_once")]

    def __str__(self) -> str:
        return f"{self.version}. {self.type}"


class Order(models.Model):
    """The read model: what the stream says, in columns that can be searched; can be rebuilt at any time."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=20)
    cart_id = models.UUIDField()
    customer_id = models.UUIDField(null=True)
    status = models.CharField(max_length=10, choices=[(status.value, status.value) for status in dto.OrderStatus])
    currency = CurrencyField()
    # What the total is made of; NULL for an order of a release that did not tell.
    net = AmountField(null=True)
    tax = AmountField(null=True)
    tax_lines = models.JSONField(null=True)
    total = AmountField()
    reservation_id = models.UUIDField(null=True)
    invoice_id = models.UUIDField(null=True)
    shipment_ids = ArrayField(models.UUIDField(), default=list)
    is_cancellable = models.BooleanField()
    # Being called off right now, though money has come in.
    is_cancelling = models.BooleanField(default=False, db_default=False)
    placed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    # When it got its goods, if it had to wait for them in line; its time to pay begins then.
    served_at = models.DateTimeField(null=True)
    cancellation_code = models.CharField(max_length=100, blank=True, default="")
    cancellation_reason = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="order_number_once")]
        indexes = [
            models.Index(fields=["placed_at", "id"], name="order_placed"),
            models.Index(fields=["customer_id", "placed_at", "id"], name="order_customer_placed"),
            models.Index(fields=["status", "placed_at", "id"], name="order_status_placed"),
            models.Index(fields=["changed_at"], name="order_changed"),
            models.Index(fields=["currency", "total", "id"], name="order_by_total"),
        ]

    def __str__(self) -> str:
        return self.number

    def to_dto(self, *, lines: list["OrderLine"], party: "OrderParty | None") -> dto.Order:
        person = party or OrderParty()
        return dto.Order(
            id=OrderId(self.id),
            number=self.number,
            token=None,
            status=dto.OrderStatus(self.status),
            email=person.email,
            vat_id=person.vat_id,
            currency=self.currency,
            lines=tuple(line.to_dto() for line in lines),
            net=self._money(self.net),
            tax=self._money(self.tax),
            tax_lines=None if self.tax_lines is None else tuple(decode(TaxSubtotal, line) for line in self.tax_lines),
            total=Money(self.total, self.currency),
            invoice_id=InvoiceId(self.invoice_id) if self.invoice_id else None,
            shipment_ids=tuple(ShipmentId(shipment_id) for shipment_id in self.shipment_ids),
            placed_at=self.placed_at,
            confirmed_at=self.confirmed_at,
            cancellation=self.cancellation(own_words=person.cancellation_reason),
            is_cancelling=self.is_cancelling,
            allowed_actions=("cancel",) if self.may_be_called_off else (),
            version=self.version,
        )

    @property
    def may_be_called_off(self) -> bool:
        """At once, or, where money has come in, by a saga, as long as the parcel has not left."""
        return self.is_cancellable or is_revocable(dto.OrderStatus(self.status), is_cancelling=self.is_cancelling)

    def _money(self, amount: Decimal | None) -> Money | None:
        return None if amount is None else Money(amount, self.currency)

    def cancellation(self, *, own_words: str) -> dto.Cancellation | None:
        """Why it was cancelled: in the words of whoever wished it, if they are kept; one of before has them in its stream."""
        if self.status != dto.OrderStatus.CANCELLED:
            return None
        wished = self.cancellation_code == CANCELLED_ON_REQUEST
        return dto.Cancellation(code=self.cancellation_code, reason=(wished and own_words) or self.cancellation_reason)


class OrderLine(models.Model):
    """A line of the read model."""

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.PositiveSmallIntegerField()
    sku = models.CharField(max_length=64)
    product_id = models.UUIDField()
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit_price = AmountField()
    currency = CurrencyField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "position"], name="order_line_position")]
        indexes = [models.Index(fields=["sku", "order"], name="order_line_of_sku")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku}"

    def to_dto(self) -> dto.OrderLine:
        price = Money(self.unit_price, self.currency)
        return dto.OrderLine(
            sku=Sku(self.sku),
            name=self.name,
            quantity=self.quantity,
            unit_price=price,
            total=price * self.quantity,
            product_id=ProductId(self.product_id),
        )


# Whom an order is for, as people search for them.
PEOPLE = "email || ' ' || coalesce(shipping_address->>'name', '') || ' ' || coalesce(billing_address->>'name', '')"


class OrderParty(models.Model):
    """The person behind an order; no projection, and can be blanked without touching the stream."""

    order_id = models.UUIDField(primary_key=True)
    customer_id = models.UUIDField(null=True)
    email = models.EmailField()
    shipping_address = models.JSONField()
    billing_address = models.JSONField()
    vat_id = models.CharField(max_length=20, blank=True, default="", db_default="")
    # Why they called it off, in their own words; the stream, which never goes, knows only that they did.
    cancellation_reason = models.TextField(blank=True, default="", db_default="")
    # Until something is paid, or the order ends: how many of them somebody may have is limited.
    is_open = models.BooleanField(default=False, db_default=False)
    # A keyed hash of the network from which an order came that is limited, as long as it is open.
    network = models.CharField(max_length=32, blank=True, default="", db_default="")

    class Meta:
        verbose_name_plural = "order parties"
        indexes = [
            search.document_index(PEOPLE, name="order_party_searched"),
            models.Index(fields=["email", "is_open"], name="order_party_email_open"),
            models.Index(fields=["network"], name="order_party_network", condition=~Q(network="")),
        ]

    def __str__(self) -> str:
        return f"party of {self.order_id}"

    def to_dto(self) -> dto.Party:
        return dto.Party(
            order_id=OrderId(self.order_id),
            customer_id=CustomerId(self.customer_id) if self.customer_id else None,
            email=self.email,
            shipping_address=decode(Address, self.shipping_address),
            billing_address=decode(Address, self.billing_address),
            vat_id=self.vat_id,
            cancellation_reason=self.cancellation_reason,
        )
