"""What can be read of carts and orders; always a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from contexts.order import access, dto, models
from contexts.order.domain import history, stream
from contexts.order.domain.order import Order
from contexts.order.errors import CartNotFound, OrderNotFound
from gotuto.db import fetch, fetch_all, fetch_pair, fetch_rows, paginate
from gotuto.ids import CartId, CustomerId, OrderId
from gotuto.money import total
from gotuto.paging import Page, PageRequest

STAFF = dto.Viewer(is_staff=True)


def get_cart(*, cart_id: CartId, viewer: dto.Viewer = STAFF) -> dto.Cart:
    """Raises CartNotFound, also when it is somebody else's."""
    cart = fetch(models.Cart, cart_id, missing=CartNotFound)
    if not access.may_see(viewer, "cart", cart.id, owner=cart.customer_id):
        raise CartNotFound
    return shown_cart(cart, fetch_rows(models.CartItem, cart_id=cart.id, order="id"))


def latest_cart_id(*, customer_id: CustomerId) -> CartId | None:
    """The customer's latest cart that holds something and is still open."""
    carts = models.Cart.objects.filter(customer_id=customer_id, order_id=None, expired=False, items__isnull=False)
    cart_id = carts.order_by("-created_at").values_list("id", flat=True).first()
    return CartId(cart_id) if cart_id else None


def shown_cart(cart: models.Cart, rows: Sequence[models.CartItem], *, token: str | None = None) -> dto.Cart:
    """A cart's rows as its owner sees them."""
    items = tuple(row.to_dto() for row in rows)
    return dto.Cart(
        id=CartId(cart.id),
        token=token,
        items=items,
        total=total((item.total for item in items), cart.currency),
        expires_at=cart.expires_at,
        version=cart.version,
    )


def get_order(*, order_id: OrderId, viewer: dto.Viewer = STAFF) -> dto.Order:
    """Raises OrderNotFound, also when it is somebody else's."""
    row, party = fetch_pair(models.Order, models.OrderParty, order_id, missing=OrderNotFound)
    if not access.may_see(viewer, "order", row.id, owner=row.customer_id):
        raise OrderNotFound
    return _with_lines(row, email=party.email if party else "")


def get_addressed_order(*, order_id: OrderId) -> dto.AddressedOrder:
    """An order with the person behind it. Raises OrderNotFound."""
    row, party = fetch_pair(models.Order, models.OrderParty, order_id, missing=OrderNotFound)
    if party is None:
        raise OrderNotFound
    return dto.AddressedOrder(order=_with_lines(row, email=party.email), party=party.to_dto())


def _with_lines(row: models.Order, *, email: str) -> dto.Order:
    return row.to_dto(lines=fetch_rows(models.OrderLine, order_id=row.id, order="position"), email=email)


def list_orders(*, filters: dto.OrderFilter, page: PageRequest) -> Page[dto.Order]:
    """Orders, the latest first; by customer, status, e-mail or number."""
    rows = models.Order.objects.all()
    if filters.customer_id is not None:
        rows = rows.filter(customer_id=filters.customer_id)
    if filters.status is not None:
        rows = rows.filter(status=filters.status.value)
    if filters.number is not None:
        rows = rows.filter(number=filters.number)
    if filters.email is not None:
        parties = models.OrderParty.objects.filter(email=filters.email.lower())
        rows = rows.filter(id__in=parties.values("order_id"))
    found = paginate(
        rows,
        page,
        orderings={"placed_at": "placed_at"},
        default="-placed_at",
        filters=filters,
        to_dto=lambda row: row,
    )
    return Page(items=tuple(_shown(found.items)), next=found.next, previous=found.previous)


def get_party(*, order_id: OrderId) -> dto.Party:
    """The person behind an order. Raises OrderNotFound."""
    return fetch(models.OrderParty, order_id, missing=OrderNotFound).to_dto()


def get_history(*, order_id: OrderId, viewer: dto.Viewer = STAFF) -> tuple[dto.HistoryEntry, ...]:
    """What happened to an order, as its buyer may know it. Raises OrderNotFound."""
    get_order(order_id=order_id, viewer=viewer)
    rows = models.StreamRow.objects.filter(stream_id=order_id).order_by("version")
    events = [(row.version, stream.unpack(row.type, row.schema, row.data)) for row in rows]
    return tuple(history.told(version, event) for version, event in events)


def get_raw_events(*, order_id: OrderId) -> tuple[dto.RawEvent, ...]:
    """The stream as it is stored, for staff. Raises OrderNotFound."""
    rows = models.StreamRow.objects.filter(stream_id=order_id).order_by("version")
    if not rows:
        raise OrderNotFound
    return tuple(row.to_dto() for row in rows)


def settled_orders(*, order_ids: Collection[OrderId]) -> frozenset[UUID]:
    """Those of the orders that have left `pending`."""
    left = "SELECT id FROM order_order WHERE id = ANY(%s) AND status <> 'pending'"
    return frozenset(order_id for (order_id,) in fetch_all(left, [list(order_ids)]))


def shown(order: Order, *, email: str, version: int) -> dto.Order:
    """An order fresh from its stream as its buyer sees it; the same as `get_order`, without asking the database."""
    return dto.Order(
        id=order.id,
        number=order.number,
        token=None,
        status=order.status,
        email=email,
        currency=order.currency,
        lines=tuple(_shown_line(line) for line in order.lines),
        total=order.total,
        invoice_id=order.invoice_id,
        shipment_ids=order.shipment_ids,
        placed_at=order.placed_at,
        confirmed_at=order.confirmed_at,
        cancellation=order.cancellation,
        allowed_actions=("cancel",) if order.is_cancellable else (),
        version=version,
    )


def _shown_line(line: stream.Line) -> dto.OrderLine:
    return dto.OrderLine(
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        total=line.total,
        product_id=line.product_id,
    )


def _shown(rows: Sequence[models.Order]) -> list[dto.Order]:
    """Orders with their lines and e-mails, in three statements however many there are."""
    ids = [row.id for row in rows]
    lines: defaultdict[UUID, list[models.OrderLine]] = defaultdict(list)
    for line in models.OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "position"):
        lines[line.order_id].append(line)
    emails = dict(models.OrderParty.objects.filter(order_id__in=ids).values_list("order_id", "email"))
    return [row.to_dto(lines=lines[row.id], email=emails.get(row.id, "")) for row in rows]
