"""Prices as plain data: what somebody entered, and what that makes of what is sold."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from gotuto.filters import Period
from gotuto.ids import ActorId, ProductId, Sku
from gotuto.money import Money
from gotuto.text.codes import CODE_LENGTH

REASON_LENGTH = 200


class PriceKind(StrEnum):
    """A price, one that is a reduction, the price at which the ledger begins, or the end of one that had not begun."""

    PRICE = "price"
    REDUCTION = "reduction"
    OPENING = "opening"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class NewPrice:
    """A price as somebody enters it: from now on or from a moment to come, for ever or until another; in a list or not."""

    sku: Sku
    price: Money
    price_list: str = ""
    compare_at: Money | None = None
    kind: PriceKind = PriceKind.PRICE
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Price:
    """An entry of the ledger; that which began last of those of its list that hold is what is asked."""

    id: UUID
    sku: Sku
    price_list: Annotated[
        str, Meta(description="The code of its list; empty for what the goods cost in their own currency.")
    ]
    kind: PriceKind
    price: Money
    compare_at_price: Money | None
    valid_from: datetime
    valid_until: datetime | None
    is_cancelled: bool
    actor: ActorId | None
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Goods:
    """What is sold under a SKU, as far as a price is about it."""

    product_id: ProductId
    sku: Sku
    name: str
    price: Money


@dataclass(frozen=True, kw_only=True)
class PriceRule:
    """By how much prices change, in per cent and as an amount; to a multiple of `step`, less `less`: 1 and 0.01 make 9.99."""

    percent: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)
    step: Decimal = Decimal(0)
    less: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Repriced:
    """What something costs, and what it would or will."""

    sku: Sku
    name: str
    old: Money
    new: Money


@dataclass(frozen=True, kw_only=True)
class PriceFilter:
    """Which entries of the ledger a list shows."""

    sku: Sku | None = None
    kind: PriceKind | None = None
    price_list: Annotated[str, Meta(max_length=CODE_LENGTH, description="The code of a list.")] | None = None
    valid_from: Period[datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What is asked from a moment on; nothing where no entry holds."""

    moment: datetime
    price: Money | None
    is_reduction: bool | None


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """What is sold and is older than the ledger."""

    product_id: ProductId
    sku: Sku
    price: Money
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of a price that was told before there was a ledger."""

    old: Money
    new: Money
    moment: datetime
