"""Identifiers: opaque to everyone but the context that hands them out."""

import os
import time
import uuid
from datetime import datetime
from typing import NewType
from uuid import UUID

CategoryId = NewType("CategoryId", UUID)
ProductId = NewType("ProductId", UUID)
CustomerId = NewType("CustomerId", UUID)
ClientId = NewType("ClientId", UUID)
InvoiceId = NewType("InvoiceId", UUID)
InvoiceLineId = NewType("InvoiceLineId", UUID)
FeeId = NewType("FeeId", UUID)
PaymentId = NewType("PaymentId", UUID)
AllocationId = NewType("AllocationId", UUID)
AttemptId = NewType("AttemptId", UUID)
RefundId = NewType("RefundId", UUID)
PeriodId = NewType("PeriodId", UUID)
CartId = NewType("CartId", UUID)
OrderId = NewType("OrderId", UUID)
LocationId = NewType("LocationId", UUID)
ReservationId = NewType("ReservationId", UUID)
TransferId = NewType("TransferId", UUID)
StocktakeId = NewType("StocktakeId", UUID)
SupplierId = NewType("SupplierId", UUID)
PurchaseOrderId = NewType("PurchaseOrderId", UUID)
ShipmentId = NewType("ShipmentId", UUID)
NotificationId = NewType("NotificationId", UUID)
ActorId = NewType("ActorId", UUID)
Sku = NewType("Sku", str)


def new_id() -> UUID:
    """A version 7 UUID (RFC 9562): unique, and ascending in time, so that indexes grow at one end."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (7 << 76)
    value = (value & ~(0b11 << 62)) | (0b10 << 62)
    return uuid.UUID(int=value)


def first_id(moment: datetime) -> UUID:
    """What is smaller than every id made from this moment on, and greater than those before its millisecond."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)
