"""Who may ask what of whom: one line for each route and method, one column for each kind of person.

`guest` holds the token of a cart and order of their own, `holder` that of the thing asked for if it is a guest's; `owner` is
the customer whose thing it is, `customer` another one; `staff` has no role, `role` the one in the line, `other` all others.
"""

from dataclasses import dataclass

from tests.architecture.office import BACK_OFFICE
from tests.architecture.reads import LISTING, READING

PEOPLE = ["anonymous", "guest", "holder", "owner", "customer", "staff", "role", "other"]

TABLE = """
                                            anonymous guest holder owner customer staff role other
GET    root                    catalog      200       200   200    200   200      200   200  200
GET    products                catalog      200       200   200    200   200      200   200  200
POST   products                catalog      401       401   401    403   403      403   201  403
POST   products-at-once        catalog      401       401   401    403   403      403   200  403
GET    product                 catalog      200       200   200    200   200      200   200  200
PATCH  product                 catalog      401       401   401    403   403      403   200  403
DELETE product                 catalog      401       401   401    403   403      403   204  403
POST   product-archive         catalog      401       401   401    403   403      403   200  403
POST   product-restore         catalog      401       401   401    403   403      403   200  403
PUT    product-options         catalog      401       401   401    403   403      403   200  403
POST   product-variants        catalog      401       401   401    403   403      403   201  403
PATCH  product-variant         catalog      401       401   401    403   403      403   200  403
DELETE product-variant         catalog      401       401   401    403   403      403   204  403
POST   product-images          catalog      401       401   401    403   403      403   201  403
PATCH  product-image           catalog      401       401   401    403   403      403   200  403
DELETE product-image           catalog      401       401   401    403   403      403   204  403
GET    product-prices          catalog      401       401   401    403   403      403   200  200
POST   product-prices          catalog      401       401   401    403   403      403   201  403
DELETE product-price           catalog      401       401   401    403   403      403   204  403
GET    product-translations    catalog      401       401   401    403   403      403   200  403
PUT    product-translation     catalog      401       401   401    403   403      403   200  403
DELETE product-translation     catalog      401       401   401    403   403      403   204  403
GET    price-lists             catalog      401       401   401    403   403      403   200  200
POST   price-lists             catalog      401       401   401    403   403      403   201  403
GET    price-list              catalog      401       401   401    403   403      403   200  200
PATCH  price-list              catalog      401       401   401    403   403      403   200  403
GET    imports                 catalog      401       401   401    403   403      403   200  200
POST   imports                 catalog      401       401   401    403   403      403   201  403
GET    import                  catalog      401       401   401    403   403      403   200  404
GET    import-errors           catalog      401       401   401    403   403      403   200  404
POST   import-confirm          catalog      401       401   401    403   403      403   200  404
POST   import-cancel           catalog      401       401   401    403   403      403   200  404
GET    export                  catalog      401       401   401    403   403      403   200  403
GET    suggest                 catalog      200       200   200    200   200      200   200  200
GET    categories              catalog      200       200   200    200   200      200   200  200
POST   categories              catalog      401       401   401    403   403      403   201  403
GET    category-tree           catalog      200       200   200    200   200      200   200  200
GET    category-of-slug        catalog      200       200   200    200   200      200   200  200
GET    category                catalog      200       200   200    200   200      200   200  200
PATCH  category                catalog      401       401   401    403   403      403   200  403
DELETE category                catalog      401       401   401    403   403      403   204  403
GET    category-attributes     catalog      200       200   200    200   200      200   200  200
POST   category-attributes     catalog      401       401   401    403   403      403   201  403
GET    category-attribute      catalog      200       200   200    200   200      200   200  200
PATCH  category-attribute      catalog      401       401   401    403   403      403   200  403
DELETE category-attribute      catalog      401       401   401    403   403      403   204  403
GET    category-translations   catalog      401       401   401    403   403      403   200  403
PUT    category-translation    catalog      401       401   401    403   403      403   200  403
DELETE category-translation    catalog      401       401   401    403   403      403   204  403
POST   customers               support      201       201   201    201   201      201   201  201
GET    customer                support      401       401   401    403   403      403   200  403
PATCH  customer                support      401       401   401    403   403      403   200  403
GET    customer-groups         support      401       401   401    403   403      403   200  200
POST   customer-groups         support      401       401   401    403   403      403   201  403
GET    customer-group          support      401       401   401    403   403      403   200  200
PATCH  customer-group          support      401       401   401    403   403      403   200  403
GET    me                      support      401       401   401    200   200      403   403  403
PATCH  me                      support      401       401   401    200   200      403   403  403
GET    availability            stock        200       200   200    200   200      200   200  200
GET    stock-items             stock        401       401   401    403   403      403   200  200
GET    stock-item              stock        401       401   401    403   403      403   200  200
GET    stock-levels            stock        401       401   401    403   403      403   200  200
GET    locations               stock        401       401   401    403   403      403   200  200
POST   locations               stock        401       401   401    403   403      403   201  403
GET    location                stock        401       401   401    403   403      403   200  200
PATCH  location                stock        401       401   401    403   403      403   200  403
GET    suppliers               stock        401       401   401    403   403      403   200  200
POST   suppliers               stock        401       401   401    403   403      403   201  403
GET    supplier                stock        401       401   401    403   403      403   200  200
PATCH  supplier                stock        401       401   401    403   403      403   200  403
GET    supplier-goods          stock        401       401   401    403   403      403   200  200
PUT    supplier-good           stock        401       401   401    403   403      403   200  403
DELETE supplier-good           stock        401       401   401    403   403      403   204  403
POST   order-shortages         stock        401       401   401    403   403      403   201  403
GET    purchase-orders         stock        401       401   401    403   403      403   200  200
POST   purchase-orders         stock        401       401   401    403   403      403   201  403
GET    purchase-order          stock        401       401   401    403   403      403   200  200
POST   purchase-place          stock        401       401   401    403   403      403   200  403
POST   purchase-receipts       stock        401       401   401    403   403      403   200  403
POST   purchase-close          stock        401       401   401    403   403      403   200  403
POST   purchase-cancel         stock        401       401   401    403   403      403   200  403
GET    shortages               stock        401       401   401    403   403      403   200  200
GET    stocktakes              stock        401       401   401    403   403      403   200  200
POST   stocktakes              stock        401       401   401    403   403      403   201  403
GET    stocktake               stock        401       401   401    403   403      403   200  200
GET    stocktake-lines         stock        401       401   401    403   403      403   200  200
POST   stocktake-counts        stock        401       401   401    403   403      403   200  403
POST   stocktake-close         stock        401       401   401    403   403      403   200  403
POST   stocktake-cancel        stock        401       401   401    403   403      403   200  403
PATCH  stock-item              stock        401       401   401    403   403      403   200  403
GET    stock-line              stock        401       401   401    403   403      403   200  200
GET    stock-reservations      stock        401       401   401    403   403      403   200  200
GET    transfers               stock        401       401   401    403   403      403   200  200
POST   transfers               stock        401       401   401    403   403      403   201  403
GET    transfer                stock        401       401   401    403   403      403   200  200
POST   transfer-send           stock        401       401   401    403   403      403   200  403
POST   transfer-receive        stock        401       401   401    403   403      403   200  403
POST   transfer-cancel         stock        401       401   401    403   403      403   200  403
GET    stock-value             stock        401       401   401    403   403      403   200  200
GET    stock-values            stock        401       401   401    403   403      403   200  200
GET    stock-value-total       stock        401       401   401    403   403      403   200  200
GET    stock-movements         stock        401       401   401    403   403      403   200  200
POST   stock-receipts          stock        401       401   401    403   403      403   201  403
POST   stock-adjustments       stock        401       401   401    403   403      403   201  403

POST   carts                   support      201       201   201    201   201      403   201  403
GET    cart:guest's            support      404       404   200    404   404      404   200  404
GET    cart:customer's         support      404       404   404    200   404      404   200  404
POST   cart-items:guest's      support      404       404   201    404   404      403   201  403
POST   cart-items:customer's   support      404       404   404    201   404      403   201  403
PATCH  cart-item:guest's       support      404       404   200    404   404      403   200  403
PATCH  cart-item:customer's    support      404       404   404    200   404      403   200  403
DELETE cart-item:guest's       support      404       404   200    404   404      403   200  403
DELETE cart-item:customer's    support      404       404   404    200   404      403   200  403

GET    orders                  support      401       401   401    200   200      200   200  200
POST   orders:guest's          support      404       404   202    404   404      403   202  403
POST   orders:customer's       support      404       404   404    202   404      403   202  403
GET    order:guest's           support      404       404   200    404   404      404   200  200
GET    order:customer's        support      404       404   404    200   404      404   200  200
GET    order-events:guest's    support      404       404   200    404   404      404   200  200
GET    order-events:customer's support      404       404   404    200   404      404   200  200
GET    order-events:raw        support      404       404   404    404   404      404   200  404
POST   order-cancel:guest's    support      404       404   200    404   404      403   200  403
POST   order-cancel:customer's support      404       404   404    200   404      403   200  403
POST   order-payment-attempts:guest's    support 404   404   200    404   404      403   200  403
POST   order-payment-attempts:customer's support 404   404   404    200   404      403   200  403

GET    invoices                billing      401       401   401    200   200      200   200  200
GET    invoice                 billing      401       401   401    200   404      404   200  200
POST   invoices                billing      401       401   401    403   403      403   201  403
PATCH  invoice                 billing      401       401   401    403   403      403   200  403
POST   issue-invoice           billing      401       401   401    403   403      403   200  403
DELETE invoice                 billing      401       401   401    403   403      403   204  403
GET    document:guest's        billing      404       404   200    404   404      404   200  200
GET    document:customer's     billing      404       404   404    200   404      404   200  200
GET    payment-attempt:guest's    billing   404       404   200    404   404      404   200  200
GET    payment-attempt:customer's billing   404       404   404    200   404      404   200  200
POST   gateway-webhook         billing      400       400   400    400   400      400   400  400
POST   send-document           billing      401       401   401    403   403      403   200  403
GET    sellers                 billing      401       401   401    403   403      403   200  403
GET    seller                  billing      401       401   401    403   403      403   200  403
PUT    seller                  billing      401       401   401    403   403      403   200  403
POST   credit-notes            billing      401       401   401    403   403      403   201  403
POST   invoice-payments        billing      401       401   401    403   403      403   201  403
GET    payments                billing      401       401   401    403   403      403   200  200
POST   payments                billing      401       401   401    403   403      403   201  403
GET    payment                 billing      401       401   401    403   403      403   200  200
POST   payment-allocations     billing      401       401   401    403   403      403   201  403
POST   payment-releases        billing      401       401   401    403   403      403   201  403
POST   payment-reverse         billing      401       401   401    403   403      403   200  403
GET    refunds                 billing      401       401   401    403   403      403   200  200
GET    refund                  billing      401       401   401    403   403      403   200  200
POST   payment-refunds         billing      401       401   401    403   403      403   201  403
POST   refund-pay-out          billing      401       401   401    403   403      403   200  403
POST   refund-withdraw         billing      401       401   401    403   403      403   200  403
GET    bank-statements         billing      401       401   401    403   403      403   200  403
POST   bank-statements         billing      401       401   401    403   403      403   201  403
GET    bank-statement          billing      401       401   401    403   403      403   200  403
GET    statement-lines         billing      401       401   401    403   403      403   200  403
GET    statement-line          billing      401       401   401    403   403      403   200  403
POST   statement-line-accept   billing      401       401   401    403   403      403   200  403
POST   statement-line-split    billing      401       401   401    403   403      403   200  403
POST   statement-line-park     billing      401       401   401    403   403      403   200  403
GET    clients                 billing      401       401   401    403   403      403   200  200
POST   clients                 billing      401       401   401    403   403      403   201  403
GET    client                  billing      401       401   401    403   403      403   200  200
PATCH  client                  billing      401       401   401    403   403      403   200  403
POST   client-merge            billing      401       401   401    403   403      403   200  403
DELETE client                  billing      401       401   401    403   403      403   204  403
GET    tax-rates               billing      200       200   200    200   200      200   200  200
GET    vat-report              billing      401       401   401    403   403      403   200  403
GET    dunning-policy          billing      401       401   401    403   403      403   200  403
PUT    dunning-policy          billing      401       401   401    403   403      403   200  403
GET    dunning-runs            billing      401       401   401    403   403      403   200  403
GET    dunning-plan            billing      401       401   401    403   403      403   200  403
POST   invoice-dunning-pause   billing      401       401   401    403   403      403   200  403
DELETE invoice-dunning-pause   billing      401       401   401    403   403      403   204  403
POST   client-dunning-pause    billing      401       401   401    403   403      403   200  403
DELETE client-dunning-pause    billing      401       401   401    403   403      403   204  403
GET    fees                    billing      401       401   401    403   403      403   200  200
POST   fee-waive               billing      401       401   401    403   403      403   200  403
POST   fee-payments            billing      401       401   401    403   403      403   201  403
GET    receivables-report      billing      401       401   401    403   403      403   200  403
GET    revenue-report          billing      401       401   401    403   403      403   200  403
GET    statement-report        billing      401       401   401    403   403      403   200  403
GET    payments-report         billing      401       401   401    403   403      403   200  403
GET    datev-file              billing      401       401   401    403   403      403   200  403
GET    closed-periods          billing      401       401   401    403   403      403   200  403
POST   closed-periods          billing      401       401   401    403   403      403   201  403

GET    shipments               fulfilment   401       401   401    403   403      403   200  200
GET    shipment                fulfilment   401       401   401    403   403      403   200  200
GET    shipment-picking-list   fulfilment   401       401   401    403   403      403   200  200
PATCH  shipment                fulfilment   401       401   401    403   403      403   200  403
POST   shipment-dispatch       fulfilment   401       401   401    403   403      403   200  403
POST   shipment-deliver        fulfilment   401       401   401    403   403      403   200  403

GET    notifications           support      401       401   401    200   200      200   200  200
GET    notification            support      401       401   401    200   404      404   200  200
"""

# Pages beside the API, which are for everybody; what they show depends on nobody's rights.
PAGES = """
GET  home      200
GET  live      200
GET  ready     200
GET  metrics   200
GET  problem   200
GET  api-root  302
GET  schema    200
GET  docs      200
GET  redoc     200
GET  login     200
POST login     200
PUT  login     405
GET  logout    405
GET  pay       404
GET  picture   404
POST pay       404
POST logout    302
"""


@dataclass(frozen=True)
class Line:
    method: str
    route: str
    whose: str
    role: str
    statuses: dict[str, int]

    def __str__(self) -> str:
        return f"{self.method} {self.route}{f' ({self.whose})' if self.whose else ''}"


@dataclass(frozen=True)
class Office:
    """A page of the back office: who sees it, and which role does what there."""

    seen_by: set[str]
    done_by: set[str]
    deeds: set[str]


def lines() -> list[Line]:
    rows = [row.split() for row in TABLE.strip().splitlines()[1:] if row]
    return [_line(*row) for row in rows]


def reading() -> list[Line]:
    """What each role alone reads, as lines of GET."""
    head, *rows = [row.split() for row in READING.strip().splitlines()]
    return [_reading(what, dict(zip(head, map(int, statuses), strict=True))) for what, *statuses in rows]


def listing() -> dict[str, set[str]]:
    """Who sees everybody's rows in a list."""
    return {route: set(roles) for route, *roles in (row.split() for row in LISTING.strip().splitlines())}


def pages() -> dict[tuple[str, str], int]:
    rows = [row.split() for row in PAGES.strip().splitlines()]
    return {(method, route): int(status) for method, route, status in rows}


def _line(method: str, what: str, role: str, *statuses: str) -> Line:
    route, _, whose = what.partition(":")
    return Line(method, route, whose, role, dict(zip(PEOPLE, map(int, statuses), strict=True)))


def _reading(what: str, statuses: dict[str, int]) -> Line:
    route, _, whose = what.partition(":")
    return Line("GET", route, whose, "", statuses)


def offices() -> dict[str, Office]:
    """The pages of the back office by the label of their model."""
    parts = [row.split("|") for row in BACK_OFFICE.strip().splitlines()]
    return dict(_office(seers.split(), doers.split()) for seers, doers in parts)


def _office(seers: list[str], doers: list[str]) -> tuple[str, Office]:
    label, *seen_by = seers
    return label, Office(set(seen_by), {*doers[0].split("+")} if doers else set(), set(doers[1:]))
