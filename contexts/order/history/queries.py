"""Questions about what happened to an order; always a constant number of statements."""

from dataclasses import replace

from contexts.order.access import Viewer
from contexts.order.history import domain, dto
from contexts.order.orders.domain import stream
from contexts.order.orders.errors import OrderNotFound
from contexts.order.orders.queries import get_order
from gotuto.db.keyset import Selection
from gotuto.db.listing import Listing
from gotuto.ids import OrderId
from gotuto.paging import MAX_SIZE, Page, PageRequest

STREAM = Listing(filters=dto.StreamFilter, orderings={"version": "version"}, default="version")
_EVENTS = Selection(
    id="event_id",
    hydrates=dto.RawEvent,
    columns="event_id, version, type, schema, occurred_at, recorded_at, correlation_id, data::text AS data",
    source="order_streamrow",
    conditions=["stream_id = %(stream)s"],
    parameters={},
    sortable={"version": int},
)
# As much of a history as one answer tells; that of nearly every order is shorter.
WHOLE_HISTORY = PageRequest(size=MAX_SIZE)


def get_history(*, order_id: OrderId, viewer: Viewer, page: PageRequest = WHOLE_HISTORY) -> Page[dto.HistoryEntry]:
    """What happened to an order, as its buyer may know it. Raises OrderNotFound, InvalidCursor."""
    cancellation = get_order(order_id=order_id, viewer=viewer).cancellation

    def told(stored: dto.RawEvent) -> dto.HistoryEntry:
        event = stream.unpack(stored.type, stored.schema, stored.data)
        return domain.told(stored.version, event, cancellation=cancellation)

    return _stream(order_id, page).map(told)


def get_raw_events(*, order_id: OrderId, page: PageRequest = WHOLE_HISTORY) -> Page[dto.RawEvent]:
    """The stream as it is stored, for staff. Raises OrderNotFound, InvalidCursor."""
    events = _stream(order_id, page)
    if not events.items:
        raise OrderNotFound
    return events


def _stream(order_id: OrderId, page: PageRequest) -> Page[dto.RawEvent]:
    rows = replace(_EVENTS, parameters={"stream": order_id})
    return STREAM.page(rows, filters=dto.StreamFilter(), page=page, to_dto=_as_it_is, within=order_id)


def _as_it_is(stored: dto.RawEvent) -> dto.RawEvent:
    return stored
