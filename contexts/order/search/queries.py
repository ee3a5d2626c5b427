"""How orders are found: by their number, by their buyer, by what was bought, and in lists."""

from contextlib import suppress
from uuid import UUID

from contexts.order.orders import dto as orders
from contexts.order.orders import event_store, models
from contexts.order.orders.errors import NoSuchNumber
from contexts.order.orders.reading import shown
from contexts.order.search import dto, reading
from gotuto import search
from gotuto.db.listing import Listing
from gotuto.ids import CustomerId, OrderId
from gotuto.paging import Page, PageRequest


def find_orders(words: str, most: int) -> list[UUID]:
    """The orders that these words name by their number or their buyer, the latest first."""
    if (number := reading.spelled(words=words)) is not None:
        return list(models.Order.objects.filter(number=number).values_list("id", flat=True))
    buyers = search.found(models.PEOPLE, words)
    if buyers is None:
        return []
    parties = models.OrderParty.objects.filter(buyers).order_by("-order_id")
    return list(parties.values_list("order_id", flat=True)[:most])


def find_order_id(*, which: str) -> OrderId:
    """The order that people name by its number, in any case, or by its id. Raises NoSuchNumber."""
    found = None
    if (number := reading.spelled(words=which)) is not None:
        found = event_store.find(number)
    else:
        with suppress(ValueError):
            found = models.Order.objects.filter(id=UUID(which.strip())).values_list("id", flat=True).first()
    if found is None:
        raise NoSuchNumber(which=which)
    return OrderId(found)


ORDERS = Listing(
    filters=dto.OrderFilter,
    orderings={"placed_at": "placed_at", "total": "currency, total"},
    default="-placed_at",
    columns={"updated_since": "changed_at"},
    special={"search": reading.with_words, "email": reading.of_buyer, "sku": reading.with_sku},
)


def list_orders(*, filters: dto.OrderFilter, page: PageRequest, of_customer: CustomerId | None) -> Page[orders.Order]:
    """Orders, the latest first, with `of_customer` only theirs. Raises InvalidCursor, UnknownOrdering."""
    rows = models.Order.objects.all()
    own = rows if of_customer is None else rows.filter(customer_id=of_customer)
    found: Page[models.Order] = ORDERS.page(own, filters=filters, page=page, to_dto=lambda row: row, within=of_customer)
    return Page(items=tuple(shown(found.items)), next=found.next, previous=found.previous)
