"""Questions about orders; always a constant number of statements."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from contextlib import suppress
from uuid import UUID

from django.db.models import Q

from contexts.order import access
from contexts.order.access import Viewer
from contexts.order.orders import dto, event_store, models
from contexts.order.orders.errors import NoSuchNumber, NotPayable, OrderNotFound
from gotuto import search
from gotuto.db import fetch, fetch_all, fetch_pair, fetch_rows
from gotuto.db.listing import Listing
from gotuto.ids import CustomerId, OrderId
from gotuto.paging import Page, PageRequest
from gotuto.text.email_address import spellings


def _ordered_by(email: str) -> Q:
    return Q(id__in=models.OrderParty.objects.filter(email__in=spellings(email)).values("order_id"))


ORDERS = Listing(
    filters=dto.OrderFilter,
    orderings={"placed_at": "placed_at"},
    default="-placed_at",
    columns={"updated_since": "changed_at"},
    special={"email": _ordered_by},
)
_NUMBER = re.compile(r"(?:A-)?0*([0-9]{1,12})", re.IGNORECASE)


def spelled(*, words: str) -> str | None:
    """The number of an order that somebody writes as "a-001001" or "1001"; None if it is none."""
    number = _NUMBER.fullmatch(words.strip())
    return None if number is None else f"A-{int(number[1]):06d}"


def find_orders(words: str, most: int) -> list[UUID]:
    """The orders that these words name by their number or their buyer, the latest first."""
    if (number := spelled(words=words)) is not None:
        return list(models.Order.objects.filter(number=number).values_list("id", flat=True))
    buyers = search.found(models.PEOPLE, words)
    if buyers is None:
        return []
    parties = models.OrderParty.objects.filter(buyers).order_by("-order_id")
    return list(parties.values_list("order_id", flat=True)[:most])


def get_order(*, order_id: OrderId, viewer: Viewer) -> dto.Order:
    """Raises OrderNotFound, also when it is somebody else's."""
    row, party = fetch_pair(models.Order, models.OrderParty, order_id, missing=OrderNotFound)
    if not access.may_see(viewer, "order", row.id, owner=row.customer_id):
        raise OrderNotFound
    return _with_lines(row, party)


def get_payable_order(*, order_id: OrderId, viewer: Viewer) -> dto.Order:
    """An order that its buyer may begin to pay, as far as the order itself knows. Raises OrderNotFound, NotPayable."""
    seen = get_order(order_id=order_id, viewer=viewer)
    if seen.is_cancelling:
        raise NotPayable(current="being cancelled")
    return seen


def find_order_id(*, which: str) -> OrderId:
    """The order that people name by its number, in any case, or by its id. Raises NoSuchNumber."""
    found = None
    if (number := spelled(words=which)) is not None:
        found = event_store.find(number)
    else:
        with suppress(ValueError):
            found = models.Order.objects.filter(id=UUID(which.strip())).values_list("id", flat=True).first()
    if found is None:
        raise NoSuchNumber(which=which)
    return OrderId(found)


def get_addressed_order(*, order_id: OrderId) -> dto.AddressedOrder:
    """An order with the person behind it. Raises OrderNotFound."""
    row, party = fetch_pair(models.Order, models.OrderParty, order_id, missing=OrderNotFound)
    if party is None:
        raise OrderNotFound
    return dto.AddressedOrder(order=_with_lines(row, party), party=party.to_dto())


def _with_lines(row: models.Order, party: models.OrderParty | None) -> dto.Order:
    lines = fetch_rows(models.OrderLine, order_id=row.id, order="position")
    return row.to_dto(lines=lines, party=party)


def list_orders(*, filters: dto.OrderFilter, page: PageRequest, of_customer: CustomerId | None) -> Page[dto.Order]:
    """Orders, the latest first, with `of_customer` only theirs. Raises InvalidCursor, UnknownOrdering."""
    rows = models.Order.objects.all()
    own = rows if of_customer is None else rows.filter(customer_id=of_customer)
    found: Page[models.Order] = ORDERS.page(own, filters=filters, page=page, to_dto=lambda row: row, within=of_customer)
    return Page(items=tuple(_shown(found.items)), next=found.next, previous=found.previous)


def get_party(*, order_id: OrderId) -> dto.Party:
    """The person behind an order. Raises OrderNotFound."""
    return fetch(models.OrderParty, order_id, missing=OrderNotFound).to_dto()


def settled_orders(*, order_ids: Collection[OrderId]) -> frozenset[UUID]:
    """Those of the orders that have left `pending`."""
    left = "SELECT id FROM order_order WHERE id = ANY(%s) AND status <> %s"
    return frozenset(order_id for (order_id,) in fetch_all(left, [list(order_ids), dto.OrderStatus.PENDING.value]))


def _shown(rows: Sequence[models.Order]) -> list[dto.Order]:
    """Orders with their lines and e-mails, in three statements however many there are."""
    ids = [row.id for row in rows]
    lines: defaultdict[UUID, list[models.OrderLine]] = defaultdict(list)
    for line in models.OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "position"):
        lines[line.order_id].append(line)
    parties = models.OrderParty.objects.filter(order_id__in=ids)
    people = {party.order_id: party for party in parties.only("email", "vat_id", "cancellation_reason")}
    return [row.to_dto(lines=lines[row.id], party=people.get(row.id)) for row in rows]
