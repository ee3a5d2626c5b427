"""A small shop in which everybody has something: made through the doors, as people would."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from contexts.billing.accounting.dto import AccountMap
from contexts.billing.accounting.use_cases import close_period, keep_accounts
from contexts.billing.attempts.use_cases import start_attempt
from contexts.billing.clients.use_cases import create_client
from contexts.billing.dunning.dto import Step, Trigger
from contexts.billing.dunning.models import DunningRun
from contexts.billing.dunning.use_cases import pause_client, pause_invoice, set_policy
from contexts.billing.fees.dto import FeeKind
from contexts.billing.fees.models import Fee
from contexts.billing.invoices import dto as billing_dto
from contexts.billing.invoices.use_cases import open_invoice
from contexts.billing.lines.dto import InvoiceLine
from contexts.billing.payments.models import Payment
from contexts.billing.payments.use_cases import receive_payment
from contexts.billing.refunds.use_cases import request_refund
from contexts.catalog.attributes.dto import AttributeKind
from contexts.catalog.attributes.use_cases import declare_attribute
from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.images.use_cases import add_image
from contexts.catalog.offers.dto import NewVariant, Option
from contexts.catalog.pricelists.use_cases import open_list
from contexts.catalog.prices.dto import NewPrice
from contexts.catalog.prices.use_cases.entering import enter_prices
from contexts.catalog.products.queries import get_product_by_sku
from contexts.catalog.products.use_cases.archiving import archive_product
from contexts.catalog.products.use_cases.making import create_product
from contexts.catalog.search.use_cases import add_synonyms, note_miss
from contexts.catalog.translations.use_cases import translate_category, translate_product
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.groups.use_cases import open_group
from contexts.inventory.audits.models import Correction
from contexts.inventory.locations.use_cases import create_location
from contexts.inventory.purchasing.dto import Wanted
from contexts.inventory.purchasing.use_cases import create_purchase_order, place_purchase_order
from contexts.inventory.reservations.dto import StockLine
from contexts.inventory.stock.use_cases import update_stock_item
from contexts.inventory.stocktakes.use_cases import open_stocktake
from contexts.inventory.suppliers.use_cases import create_supplier, put_supplier_good
from contexts.inventory.transfers.use_cases import create_transfer, send_transfer
from contexts.notification import dto as notification_dto
from contexts.notification.queries import list_notifications
from contexts.order.access import token
from contexts.order.orders.dto import Order
from gotuto.ids import CartId, CategoryId, ClientId, CustomerId, InvoiceId, OrderId, PaymentId, ProductId, Sku
from gotuto.imports import staging
from gotuto.money import Money
from gotuto.paging import PageRequest
from gotuto.roles import Role
from tests.billing.bankstatements.bank import account, bring, line_of, mapping
from tests.billing.bankstatements.files import Entry
from tests.billing.sellers.builders import described
from tests.catalog.images.pictures import picture
from tests.clients import Api, customer_api, staff_api
from tests.shop import ADDRESS, Shop, settle

LANGUAGES = ["en", "de"]
PRICE = {"amount": "11.90", "currency": "EUR"}
RETURN_URL = f"{settings.GOTUTO_PUBLIC_URL}/thanks"
HOME = {"name": "Ada", "line1": "Square 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}


@dataclass(frozen=True)
class World:
    """Ids of what there is, by name, and the tokens that open a guest's things."""

    ids: dict[str, Any]
    people: dict[str, Api]

    def person(self, who: str, role: str = "") -> Api:
        """Somebody of the access table; `role` and `other` are meant with regard to a role."""
        return self.people[f"{who} {role}" if who in ("role", "other") else who]


def build() -> World:
    shop = Shop(timezone.now())
    described(now=shop.now)
    keep_accounts(accounts=AccountMap(legal_entity="main", consultant_number=29098, client_number=55003), now=shop.now)
    close_period(legal_entity="main", last=date(2025, 12, 31), now=shop.now)
    for name in ("tea", "mug", "old"):
        shop.has(name)
    ada, bob = _customer(shop, "ada@example.com"), _customer(shop, "bob@example.com")
    cart, other_cart = shop.cart({"TEA": 1}), shop.cart({"TEA": 1})
    ordered, other_ordered = shop.order({"TEA": 1}), shop.order({"TEA": 1})
    shop.order({"TEA": 1}, customer_id=bob)
    return World(
        ids={
            "product": _translated(_product("OLD"), now=shop.now),
            "cap": _cap(shop.now),
            "archived product": _archived(shop),
            "price": _later(shop),
            "customer": ada,
            "image": _seen(shop),
            "category": _shelf(shop.now),
            "cart guest's": cart.id,
            "cart customer's": shop.cart({"TEA": 1}, customer_id=ada).id,
            "order guest's": ordered.id,
            "document guest's": shop.invoices_of(ordered)[0].id,
            "attempt guest's": _attempt(shop, ordered.id),
            **_orders_of(shop, ada),
            **_papers(shop, ada),
            **_warehouse(shop),
            "import": _file(shop.now),
            "synonyms": _looked_for(shop.now),
            **_bank(str(shop.invoices_of(ordered)[0].number)),
        },
        people={
            "anonymous": Api(),
            "guest": _bearer(other_cart.id, other_ordered.id),
            "holder": _bearer(cart.id, ordered.id),
            "owner": customer_api("ada@example.com"),
            "customer": customer_api("bob@example.com"),
            "staff": staff_api(),
            **{f"role {role}": staff_api(role) for role in Role},
            **{f"other {role}": staff_api(*sorted(set(Role) - {role})) for role in Role},
        },
    )


def _seen(shop: Any) -> Any:
    """A picture of what is old."""
    return add_image(product_id=ProductId(_product("OLD")), content=picture(), alt="Old tea", now=shop.now).id


def _looked_for(now: datetime) -> Any:
    """Words that mean the same, and a question that found nothing."""
    note_miss(question="zither", now=now)
    return add_synonyms(words=["tea", "cuppa"], now=now).id


def _file(now: datetime) -> Any:
    """A file of which a row is right and one is not, checked by a worker."""
    taken = staging.start(kind="products", content=io.BytesIO(b"sku,price\nTEA,5.00\nMUG,free\n"), now=now)
    settle()
    return taken.id


def _bank(number: str) -> dict[str, Any]:
    """A statement with a line that waits, as more came in than is due."""
    account()
    mapping()
    statement = bring(Entry(amount="999.00", text=number, name="Nobody"))
    return {"bank": statement.id, "statement": line_of(statement).id}


def _orders_of(shop: Shop, ada: CustomerId) -> dict[str, Any]:
    """Ada's orders: one that is confirmed, one paid, one sent."""
    confirmed, paid, sent = (shop.order({"TEA": 1}, customer_id=ada) for _ in range(3))
    shop.pay(paid)
    shop.pay(sent, reference="transfer 2")
    shop.dispatch(sent)
    (invoice,) = shop.invoices_of(confirmed)
    ((pending,), (underway,)) = shop.look(paid).shipment_ids, shop.look(sent).shipment_ids
    return {
        "order customer's": confirmed.id,
        "order raw": confirmed.id,
        "invoice": invoice.id,
        **_refund_of(paid, sent, shop),
        "document customer's": invoice.id,
        "attempt customer's": _attempt(shop, confirmed.id),
        "shipment": pending,
        "shipment underway": underway,
        "notification": _mail(confirmed.id),
        "fee": _fee(invoice.id, shop),
    }


def _warehouse(shop: Shop) -> dict[str, Any]:
    """A further location, goods that may go there, and goods that are on their way."""
    create_location(name="Cellar", code="CELLAR", now=shop.now)
    line = [StockLine(sku=Sku("TEA"), quantity=1)]
    written, sent = (create_transfer(to_location="CELLAR", lines=line, actor=None, now=shop.now) for _ in range(2))
    send_transfer(transfer_id=sent.id, actor=None, now=shop.now)
    told = {"counter": "on hand", "before": 9, "after": 10, "reason": "A disk broke.", "who": "Ada"}
    Correction.objects.create(item_id="TEA", **told, corrected_at=shop.now)
    counting = open_stocktake(skus=[Sku("TEA")], actor=None, now=shop.now)
    return {"transfer": written.id, "transfer underway": sent.id, "stocktake": counting.id, **_bought(shop)}


def _bought(shop: Shop) -> dict[str, Any]:
    """Somebody of whom goods are bought, and goods of which too few are left."""
    supplier = create_supplier(name="Tea House", now=shop.now)
    put_supplier_good(supplier_id=supplier.id, sku=Sku("TEA"), cost=Money.of("4.20", "EUR"), now=shop.now)
    update_stock_item(sku=Sku("TEA"), reorder_point=1_000, now=shop.now)
    wanted = [Wanted(sku=Sku("TEA"), quantity=1)]
    written, placed = (
        create_purchase_order(supplier_id=supplier.id, lines=wanted, actor=None, now=shop.now) for _ in range(2)
    )
    place_purchase_order(purchase_order_id=placed.id, now=shop.now)
    return {"supplier": supplier.id, "purchase": written.id, "purchase underway": placed.id}


def _attempt(shop: Shop, order_id: OrderId) -> UUID:
    """An order that its buyer has begun to pay."""
    return start_attempt(order_id=order_id, gateway="manual", return_url=RETURN_URL, now=shop.now).id


def _refund_of(paid: Order, sent: Order, shop: Shop) -> dict[str, Any]:
    """A payment that can go back, and a refund that waits for somebody who pays it out."""
    ((kept,), (of,)) = (Payment.objects.filter(invoice__order_id=order.id) for order in (paid, sent))
    refund = request_refund(payment_id=PaymentId(of.id), amount=Money.of("1.00", "EUR"), reason="A dent.", now=shop.now)
    assert kept.client_id is not None
    money = receive_payment(
        client_id=ClientId(kept.client_id),
        amount=Money.of("300.00", "EUR"),
        method="bank_transfer",
        reference="On account",
        now=shop.now,
    )
    return {"payment": kept.id, "paid invoice": kept.invoice_id, "money": money.id, "refund": refund.id}


def _fee(invoice_id: InvoiceId, shop: Shop) -> UUID:
    """What was claimed for a reminder of an invoice that is paused now; a policy, and a run."""
    set_policy(legal_entity="main", is_on=True, steps=[Step(code="first", days=3)], now=shop.now)
    pause_invoice(invoice_id=invoice_id, until=date(2099, 12, 31), reason="They pay soon", now=shop.now)
    DunningRun.objects.create(legal_entity="main", day=shop.now.date(), trigger=Trigger.CLOCK, started_at=shop.now)
    claimed = {"step": "first", "kind": FeeKind.REMINDER, "amount": 5, "currency": "EUR", "created_at": shop.now}
    made: UUID = Fee.objects.create(invoice_id=invoice_id, **claimed).id
    return made


def _papers(shop: Shop, ada: CustomerId) -> dict[str, UUID]:
    """What billing can lose: a draft without an order, a client without an invoice."""
    buyer = billing_dto.Buyer(name="Ada", email="ada@example.com", address=ADDRESS, customer_id=ada)
    line = InvoiceLine(sku=shop.has("poster"), description="Poster", quantity=1, unit_price=Money.of("5.00", "EUR"))
    draft = open_invoice(order_id=None, buyer=buyer, currency="EUR", lines=[line], now=shop.now)
    client = create_client(name="Charles", email="charles@example.com", vat_id="FR40303265045", now=shop.now)
    pause_client(client_id=client.id, until=date(2099, 12, 31), reason="They pay soon", now=shop.now)
    other = create_client(name="Charles B.", email="charles@example.com", now=shop.now)
    return {"draft": draft.id, "client": client.id, "other client": other.id}


def _customer(shop: Shop, email: str) -> CustomerId:
    return ensure_customer(email=email, name=email, password="a-long-password-9", now=shop.now).id


def _cap(now: datetime) -> UUID:
    """In three colours, of which two are sold."""
    colour = Option(name="Colour", values=("blue", "red", "green"))
    sold = [
        NewVariant(sku=f"CAP-{name.upper()}", options={"Colour": name}, price=Money.of("9.00", "EUR"))
        for name in ("blue", "green")
    ]
    where = create_category(name="Caps", now=now).id
    return create_product(name="Cap", options=[colour], variants=sold, category_id=where, now=now).id


def _shelf(now: datetime) -> CategoryId:
    shelf = create_category(name="Empty", now=now).id
    declare_attribute(category_id=shelf, code="origin", kind=AttributeKind.TEXT, labels={"en": "Origin"}, now=now)
    translate_category(category_id=shelf, language="de", name="Leer", known=LANGUAGES, now=now)
    return shelf


def _translated(product: UUID, *, now: datetime) -> UUID:
    translate_product(product_id=ProductId(product), language="de", name="Alt", known=LANGUAGES, now=now)
    return product


def _later(shop: Shop) -> UUID:
    """A price of what is old that begins tomorrow, a list in another currency, and a group."""
    open_group(code="TRADE", name="Resellers", now=shop.now)
    open_list(code="CHF", name="Switzerland", currency="CHF", now=shop.now)
    tomorrow = NewPrice(sku=Sku("OLD"), price=Money.of("8.00", "EUR"), valid_from=shop.now + timedelta(days=1))
    return enter_prices(prices=[tomorrow], now=shop.now)[0].id


def _archived(shop: Shop) -> ProductId:
    shop.has("gone")
    return archive_product(product_id=ProductId(_product("GONE")), now=shop.now).id


def _product(sku: str) -> UUID:
    return get_product_by_sku(sku=sku).id


def _mail(order_id: OrderId) -> UUID:
    filters = notification_dto.NotificationFilter(order_id=order_id)
    return list_notifications(filters=filters, page=PageRequest(), of_customer=None).items[0].id


def _bearer(cart_id: CartId, order_id: OrderId) -> Api:
    """A guest who kept the tokens of their cart and order."""
    return Api(
        **{
            "X-Cart-Token": token(kind="cart", subject_id=cart_id),
            "X-Order-Token": token(kind="order", subject_id=order_id),
        }
    )
