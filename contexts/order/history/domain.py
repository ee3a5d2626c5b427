"""An order's stream in words for its buyer."""

from typing import Any, assert_never

from contexts.order.history.dto import HistoryEntry
from contexts.order.orders.domain import stream
from contexts.order.orders.domain.stream import OrderEvent
from contexts.order.orders.dto import Cancellation


def told(version: int, event: OrderEvent, *, cancellation: Cancellation | None) -> HistoryEntry:
    """One entry of the history; why the order was cancelled is told as the order tells it."""
    text, details = _words(event, cancellation)
    return HistoryEntry(
        version=version, type=type(event).__name__, occurred_at=event.occurred_at, text=text, details=details
    )


def _words(event: OrderEvent, cancellation: Cancellation | None) -> tuple[str, dict[str, Any]]:
    match event:
        case stream.OrderPlaced():
            return f"Order {event.number} was placed.", {"number": event.number}
        case stream.StockReserved():
            return "The goods are reserved.", {}
        case stream.InvoiceOpened():
            return "The invoice is being made out.", {"invoice_id": str(event.invoice_id)}
        case stream.OrderConfirmed():
            return "The order is confirmed and the invoice is on its way.", {}
        case stream.PaymentReceived():
            rest = "" if event.in_full else " in part"
            return f"{event.amount} came in; the order is paid{rest}.", {"in_full": event.in_full}
        case stream.PaymentReversed():
            return f"{event.amount} of what was paid did not stay.", {"cause": event.cause}
        case stream.CancellationRequested():
            return "The order is being cancelled.", {}
        case stream.CancellationRefused():
            return f"The order was not cancelled: {event.reason}", {"code": event.code}
        case stream.ShipmentRequested():
            return "The parcel is being packed.", {"shipment_id": str(event.shipment_id)}
        case stream.OrderShipped():
            return "The carrier has the parcel.", {"shipment_id": str(event.shipment_id)}
        case stream.OrderDelivered():
            return "The parcel was delivered.", {"shipment_id": str(event.shipment_id)}
        case stream.OrderCancelled():
            reason = cancellation.reason if cancellation else event.reason
            return f"The order was cancelled: {reason}", {"code": event.code}
        case _:
            assert_never(event)
