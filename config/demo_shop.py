"""The demo shop: a few shelves of goods, a member of staff for everything, and a customer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from config.demo_pictures import drawing
from contexts.billing.sellers.dto import Bank, Seller
from contexts.billing.sellers.queries import get_seller
from contexts.billing.sellers.use_cases import describe_seller
from contexts.catalog.attributes.dto import AttributeKind, Choice
from contexts.catalog.attributes.use_cases import declare_attribute
from contexts.catalog.categories.dto import CategoryFilter
from contexts.catalog.categories.queries import list_categories
from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.images.use_cases import add_image
from contexts.catalog.offers.dto import NewVariant, Option
from contexts.catalog.offers.errors import SkuTaken
from contexts.catalog.products.use_cases.making import create_product
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.staff.use_cases import ensure_staff
from contexts.customer.tokens.use_cases import install_token
from contexts.inventory.stock.use_cases import receive_stock, update_stock_item
from contexts.inventory.suppliers.use_cases import create_supplier, put_supplier_good
from gotuto.address import Address
from gotuto.ids import CategoryId, Sku
from gotuto.money import Money
from gotuto.paging import MAX_SIZE, PageRequest
from gotuto.roles import Role

PIECES = 1_000
# Of a piece, where stock is valued; whole, as some currencies are.
COST = 3


@dataclass(frozen=True)
class Good:
    sku: str
    name: str
    price: str
    shelf: str
    text: str


SHELVES = {"Tea": None, "Black tea": "Tea", "Green tea": "Tea", "Coffee": None, "Tableware": None}

LITTLE_TO_MUCH = [
    Choice(value="little", labels={"en": "Little", "de": "Wenig"}),
    Choice(value="some", labels={"en": "Some", "de": "Etwas"}),
    Choice(value="much", labels={"en": "Much", "de": "Viel"}),
]
# What the goods of a shelf tell of themselves, as `declare_attribute` takes it.
ATTRIBUTES: dict[str, dict[str, dict[str, Any]]] = {
    "Tea": {
        "origin": {"labels": {"en": "Origin", "de": "Herkunft"}, "max_length": 60},
        "caffeine": {"labels": {"en": "Caffeine", "de": "Koffein"}, "choices": LITTLE_TO_MUCH},
        "minutes": {"labels": {"en": "Brewing time", "de": "Ziehzeit"}, "unit": "min"},
        "organic": {"labels": {"en": "Organic", "de": "Bio"}},
    },
    "Coffee": {"origin": {"labels": {"en": "Origin", "de": "Herkunft"}, "max_length": 60}},
}
KINDS = {"caffeine": AttributeKind.CHOICE, "minutes": AttributeKind.NUMBER, "organic": AttributeKind.BOOLEAN}
TOLD: dict[str, dict[str, Any]] = {
    "TEA-EARL-GREY-100": {"origin": "Sri Lanka", "caffeine": "some", "minutes": 3, "organic": False},
    "TEA-ASSAM-100": {"origin": "India", "caffeine": "much", "minutes": 4, "organic": True},
    "TEA-DARJEELING-100": {"origin": "India", "caffeine": "some", "minutes": 2.5, "organic": True},
    "TEA-SENCHA-100": {"origin": "Japan", "caffeine": "some", "minutes": 1.5, "organic": True},
    "TEA-GENMAICHA-100": {"origin": "Japan", "caffeine": "little", "minutes": 2},
    "COFFEE-SIDAMO-250": {"origin": "Ethiopia"},
    "COFFEE-ANTIGUA-250": {"origin": "Guatemala"},
}

GOODS = [
    Good("TEA-EARL-GREY-100", "Earl Grey, 100 g", "8.90", "Black tea", "Black tea with oil of bergamot."),
    Good("TEA-ASSAM-100", "Assam, 100 g", "7.50", "Black tea", "Strong and malty, for milk."),
    Good("TEA-DARJEELING-100", "Darjeeling first flush, 100 g", "14.90", "Black tea", "Light, flowery, picked in March."),
    Good("TEA-LAPSANG-100", "Lapsang Souchong, 100 g", "11.20", "Black tea", "Dried over pine wood."),
    Good("TEA-SENCHA-100", "Sencha, 100 g", "12.40", "Green tea", "Steamed leaves from Shizuoka."),
    Good("TEA-GENMAICHA-100", "Genmaicha, 100 g", "9.80", "Green tea", "With roasted rice."),
    Good("TEA-JASMINE-100", "Jasmine pearls, 100 g", "18.50", "Green tea", "Rolled by hand, scented six times."),
    Good("COFFEE-SIDAMO-250", "Sidamo, 250 g", "10.90", "Coffee", "Washed; citrus and bergamot."),
    Good("COFFEE-ANTIGUA-250", "Antigua, 250 g", "11.50", "Coffee", "Chocolate, from volcanic soil."),
    Good("COFFEE-ESPRESSO-1000", "House espresso, 1 kg", "26.00", "Coffee", "Dark roast for machines."),
    Good("POT-CAST-IRON", "Cast iron teapot, 0.8 l", "64.00", "Tableware", "Keeps tea warm for an hour."),
    Good("CUP-STONEWARE", "Stoneware cup", "14.00", "Tableware", "Thrown by hand; no two are the same."),
    Good("STRAINER-STEEL", "Tea strainer", "6.90", "Tableware", "Fine steel mesh."),
]  # fmt: skip


SELLER = Seller(
    legal_entity="main",
    name="Leaf & Bean GmbH",
    address=Address(
        name="Leaf & Bean GmbH", line1="Speicherstraße 7", postal_code="20457", city="Hamburg", country="DE"
    ),
    vat_id="DE136695976",
    register_entry="Amtsgericht Hamburg, HRB 000000",
    email="billing@example.com",
    website="shop.example.com",
    bank=Bank(iban="DE02120300000000202051", bic="BYLADEM1001", holder="Leaf & Bean GmbH"),
    footer=("", "Managing director: Ada Example"),
    language="en",
)


def describe_the_seller(*, now: datetime) -> None:
    """Let somebody sell who can send invoices; whoever has said more than a name stays as they are."""
    known = get_seller(legal_entity=SELLER.legal_entity)
    if known.version == 1 and known.missing:
        describe_seller(seller=SELLER, now=now)


def stock_the_shop(*, now: datetime) -> int:
    """Put the goods on their shelves; those that are there already stay as they are. How many were new."""
    shelves = _known_shelves()
    is_new = not shelves.keys() & SHELVES.keys()
    shelves |= _missing_shelves(shelves, now=now)
    if is_new:
        _declare(shelves, now=now)
    new = [_put(good, shelves[good.shelf], TOLD.get(good.sku, {}) if is_new else {}, now=now) for good in GOODS]
    if is_new:
        _buy_tea(now=now)
    return sum(new) + _put_apron(shelves["Tableware"], now=now)


def _buy_tea(*, now: datetime) -> None:
    """Of a tea house, in packs; one tea is to be ordered now."""
    house = create_supplier(
        name="Tea House Ltd", code="TEAHOUSE", email="orders@example.com", lead_time_days=14, now=now
    )
    for good in GOODS:
        if good.sku.startswith("TEA-"):
            put_supplier_good(
                supplier_id=house.id, sku=Sku(good.sku), cost=Money.of("3.20", "EUR"), pack_size=24, now=now
            )
    update_stock_item(sku=Sku("TEA-SENCHA-100"), reorder_point=PIECES, reorder_quantity=240, now=now)


def _known_shelves() -> dict[str, CategoryId]:
    page = list_categories(filters=CategoryFilter(), page=PageRequest(size=MAX_SIZE))
    return {category.name: category.id for category in page.items}


def _missing_shelves(known: dict[str, CategoryId], *, now: datetime) -> dict[str, CategoryId]:
    made: dict[str, CategoryId] = {}
    for name, parent in SHELVES.items():
        if name not in known:
            above = {**known, **made}.get(parent or "")
            made[name] = create_category(name=name, parent_id=above, now=now).id
    return made


def _declare(shelves: dict[str, CategoryId], *, now: datetime) -> None:
    """Let goods tell of themselves; in a shop that is not new it is the owner who says what."""
    for name, told in ATTRIBUTES.items():
        for code, said in told.items():
            kind = KINDS.get(code, AttributeKind.TEXT)
            declare_attribute(category_id=shelves[name], code=code, kind=kind, is_filterable=True, **said, now=now)


def _put(good: Good, shelf: CategoryId, attributes: dict[str, Any], *, now: datetime) -> bool:
    try:
        made = create_product(
            sku=good.sku,
            name=good.name,
            description=good.text,
            price=Money.of(good.price, "EUR"),
            category_id=shelf,
            attributes=attributes,
            now=now,
        )
    except SkuTaken:
        return False
    _deliver(good.sku, now=now)
    add_image(product_id=made.id, content=drawing(good.sku), alt=good.name, now=now)
    return True


def _put_apron(shelf: CategoryId, *, now: datetime) -> bool:
    """Goods with options: two sizes in two colours."""
    choices = {
        f"APRON-{size}-{colour.upper()}": (size, colour) for size in ("M", "L") for colour in ("natural", "indigo")
    }
    variants = [
        NewVariant(sku=sku, options={"Size": size, "Colour": colour}, price=Money.of("34.00", "EUR"))
        for sku, (size, colour) in choices.items()
    ]
    options = [Option(name="Size", values=("M", "L")), Option(name="Colour", values=("natural", "indigo"))]
    text = "Washed linen, with a pocket for the timer."
    try:
        made = create_product(
            name="Linen apron", description=text, options=options, variants=variants, category_id=shelf, now=now
        )
    except SkuTaken:
        return False
    for sku in choices:
        _deliver(sku, now=now)
    for sku in ("APRON-M-NATURAL", "APRON-M-INDIGO"):
        add_image(product_id=made.id, content=drawing(sku), alt="Linen apron", sku=sku, now=now)
    return True


def _deliver(sku: str, *, now: datetime) -> None:
    currency = settings.GOTUTO_STOCK_VALUATION
    cost = None if currency is None else Money.of(COST, currency)
    receive_stock(sku=Sku(sku), quantity=PIECES, reason="First delivery", unit_cost=cost, actor=None, now=now)


def let_people_in(
    *, admin_email: str, admin_password: str, admin_token: str, customer_password: str, now: datetime
) -> None:
    """Make the log-ins of the demo; an empty password or token leaves that one out."""
    if admin_password:
        ensure_staff(email=admin_email, password=admin_password, roles=list(Role), is_superuser=True, now=now)
    if admin_token:
        install_token(email=admin_email, name="GOTUTO_ADMIN_TOKEN", secret=admin_token, now=now)
    if customer_password:
        ensure_customer(email=CUSTOMER, name="Ada Lovelace", password=customer_password, now=now)


CUSTOMER = "demo@example.com"
