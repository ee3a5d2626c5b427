"""What inventory takes in over HTTP."""

from typing import Annotated, NotRequired, TypedDict

from msgspec import Meta

from contexts.inventory.domain import MOST_PIECES
from gotuto.ids import Sku

REASON_LENGTH = 200
MOST_SKUS = 100


class AvailabilityQuery(TypedDict):
    sku: Annotated[
        list[Sku],
        Meta(min_length=1, max_length=MOST_SKUS, description="Repeat it for several: ?sku=A&sku=B"),
    ]


class ReceiptBody(TypedDict):
    quantity: Annotated[int, Meta(ge=1, le=MOST_PIECES)]
    reason: NotRequired[Annotated[str, Meta(max_length=REASON_LENGTH)]]


class AdjustmentBody(TypedDict):
    delta: Annotated[
        int,
        Meta(ge=-MOST_PIECES, le=MOST_PIECES, description="How many more (or, below zero, fewer) there are."),
    ]
    reason: Annotated[str, Meta(max_length=REASON_LENGTH)]
