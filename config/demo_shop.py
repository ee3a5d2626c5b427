"""The demo shop: a few shelves of goods, a member of staff for everything, and a customer."""

from dataclasses import dataclass
from datetime import datetime

from contexts.billing.sellers.dto import Bank, Seller
from contexts.billing.sellers.queries import get_seller
from contexts.billing.sellers.use_cases import describe_seller
from contexts.catalog.categories.dto import CategoryFilter
from contexts.catalog.categories.queries import list_categories
from contexts.catalog.categories.use_cases import create_category
from contexts.catalog.products.dto import NewVariant, Option
from contexts.catalog.products.errors import SkuTaken
from contexts.catalog.products.use_cases.making import create_product
from contexts.customer.accounts.use_cases import ensure_customer
from contexts.customer.staff.use_cases import ensure_staff
from contexts.customer.tokens.use_cases import install_token
from contexts.inventory.stock.use_cases import receive_stock
from gotuto.address import Address
from gotuto.ids import CategoryId, Sku
from gotuto.money import Money
from gotuto.paging import MAX_SIZE, PageRequest
from gotuto.roles import Role

PIECES = 1_000


@dataclass(frozen=True)
class Good:
    sku: str
    name: str
    price: str
    shelf: str
    text: str


SHELVES = {"Tea": None, "Black tea": "Tea", "Green tea": "Tea", "Coffee": None, "Tableware": None}

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
    shelves = _shelves(now=now)
    new = [_put(good, shelves[good.shelf], now=now) for good in GOODS]
    return sum(new) + _put_apron(shelves["Tableware"], now=now)


def _shelves(*, now: datetime) -> dict[str, CategoryId]:
    page = list_categories(filters=CategoryFilter(), page=PageRequest(size=MAX_SIZE))
    shelves = {category.name: category.id for category in page.items}
    for name, parent in SHELVES.items():
        if name not in shelves:
            shelves[name] = create_category(name=name, parent_id=shelves.get(parent or ""), now=now).id
    return shelves


def _put(good: Good, shelf: CategoryId, *, now: datetime) -> bool:
    try:
        create_product(
            sku=good.sku,
            name=good.name,
            description=good.text,
            price=Money.of(good.price, "EUR"),
            category_id=shelf,
            now=now,
        )
    except SkuTaken:
        return False
    receive_stock(sku=Sku(good.sku), quantity=PIECES, reason="First delivery", actor=None, now=now)
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
        create_product(
            name="Linen apron", description=text, options=options, variants=variants, category_id=shelf, now=now
        )
    except SkuTaken:
        return False
    for sku in choices:
        receive_stock(sku=Sku(sku), quantity=PIECES, reason="First delivery", actor=None, now=now)
    return True


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
