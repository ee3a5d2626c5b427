"""The tables of carts."""

from collections.abc import Sequence

from django.db import models
from django.db.models import Q

from contexts.order.access import Viewer
from contexts.order.carts import dto
from gotuto.ids import CartId, Sku, new_id
from gotuto.money import Money, total
from gotuto.money_fields import AmountField, CurrencyField
from gotuto.tax_classes import TaxClass
from gotuto.text.codes import CODE_LENGTH


class Cart(models.Model):
    """What somebody may want to buy; becomes at most one order that is not refused."""

    id = models.UUIDField(primary_key=True, default=new_id)
    # None for a guest, who is known by the cart's token.
    customer_id = models.UUIDField(null=True)
    # The code of the group whose prices its customer was asked last; empty for what everybody pays.
    customer_group = models.CharField(max_length=CODE_LENGTH, default="", db_default="")
    currency = CurrencyField()
    order_id = models.UUIDField(null=True, unique=True)
    # The placement of its order was refused: the next change takes the order off, and the cart can be ordered again.
    may_reopen = models.BooleanField(default=False, db_default=False)
    expires_at = models.DateTimeField()
    expired = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"], name="order_cart_expiring", condition=Q(order_id__isnull=True, expired=False)
            ),
            models.Index(fields=["customer_id"], name="order_cart_customer"),
        ]

    def __str__(self) -> str:
        return f"cart {self.id}"

    def group_of(self, viewer: Viewer) -> str:
        """The group whose prices it is priced by: that of its customer, as they are known, whoever else touches it."""
        is_own = self.customer_id is not None and viewer.customer_id == self.customer_id
        return viewer.customer_group if is_own else self.customer_group

    def to_dto(self, rows: "Sequence[CartItem]", *, token: str | None = None) -> dto.Cart:
        """The cart with its items, as its owner sees it; without what taxes make of it."""
        items = tuple(row.to_dto() for row in rows)
        return dto.Cart(
            id=CartId(self.id),
            token=token,
            items=items,
            total=total((item.total for item in items), self.currency),
            totals=None,
            expires_at=self.expires_at,
            version=self.version,
        )


class CartItem(models.Model):
    """A product in a cart at the price that the buyer was shown."""

    id = models.BigAutoField(primary_key=True)
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="items", db_index=False)
    sku = models.CharField(max_length=64)
    product_id = models.UUIDField()
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit_price = AmountField()
    currency = CurrencyField()
    # What kind of goods it is, as far as tax goes; the catalogue said so when it was put in.
    tax_class = models.CharField(
        max_length=13,
        choices=[(one.value, one.value) for one in TaxClass],
        default=TaxClass.STANDARD,
        db_default=TaxClass.STANDARD.value,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cart", "sku"], name="order_cart_item_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="order_cart_item_quantity"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.sku}"

    def to_dto(self) -> dto.CartItem:
        price = Money(self.unit_price, self.currency)
        return dto.CartItem(
            sku=Sku(self.sku),
            name=self.name,
            quantity=self.quantity,
            unit_price=price,
            total=price * self.quantity,
            tax_class=TaxClass(self.tax_class),
        )
