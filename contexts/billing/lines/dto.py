"""Lines of invoices as plain data: what is to be invoiced, what stands on the document, and the tax in it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from contexts.billing.taxes.dto import Taxation, TaxCategory, TaxClass
from gotuto.ids import InvoiceLineId, Sku, new_id
from gotuto.money import Money

# UN/ECE Recommendation 20: one piece.
PIECE = "C62"


@dataclass(frozen=True, kw_only=True)
class Discount:
    """What is taken off a line or a document, above zero, and why."""

    amount: Money
    reason: str


@dataclass(frozen=True, kw_only=True)
class InvoiceLine:
    """What is to be invoiced; `unit_price` and `discount` are gross or net as the document's prices are.

    Without a `taxation` that was decided before, it is taxed at home: at `tax_rate` (0.19 = 19 %), or the standard rate.
    """

    sku: Sku
    description: str
    quantity: int
    unit_price: Money
    tax_rate: Decimal | None = None
    taxation: Taxation | None = None
    unit: str = PIECE
    discount: Discount | None = None
    tax_class: TaxClass | None = None
    is_service: bool = False
    credits_line_id: InvoiceLineId | None = None


@dataclass(frozen=True, kw_only=True)
class InvoicedLine:
    """A line as it stands on the invoice; `total` is the price of the quantity less the discount.

    `unit` is a code of UN/ECE Recommendation 20; C62 is a piece. `included_rate` is the rate whose tax is inside a gross
    price on which none is owed, where it is not `tax_rate`. `credits_line_id` is the line that a credit note takes back.
    """

    id: InvoiceLineId = field(default_factory=lambda: InvoiceLineId(new_id()), compare=False)
    position: int
    sku: Sku
    description: str
    quantity: int
    unit_price: Money
    total: Money
    tax_rate: Decimal
    tax_category: TaxCategory = TaxCategory.STANDARD
    exemption: str = ""
    included_rate: Decimal | None = None
    unit: str = PIECE
    discount: Discount | None = None
    tax_class: TaxClass | None = None
    is_service: bool = False
    credits_line_id: InvoiceLineId | None = None


@dataclass(frozen=True, kw_only=True)
class TaxLine:
    """The tax in all lines of one rate and category, rounded once.

    `exemption` is why there is none, as a code of the VATEX list.
    """

    rate: Decimal
    category: TaxCategory = TaxCategory.STANDARD
    net: Money
    tax: Money
    gross: Money
    exemption: str = ""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What lines come to with their taxes, decided once: how each is taxed, in their order, and the sums of all.

    `home_rate` is that of a line of which nothing is said. `deliver_to` is the country where the goods go if it is not the
    seller's, `delivered_on` the day of supply where the document has to tell it (EN 16931, BR-IC-11). `has_vat_id` says
    that the buyer named one, whatever it was worth.
    """

    lines: tuple[Taxation, ...]
    tax_lines: tuple[TaxLine, ...]
    net: Money
    tax: Money
    total: Money
    home_rate: Decimal
    deliver_to: str = ""
    delivered_on: date | None = None
    has_vat_id: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether an invoice comes out the same when nothing of all this is said."""
        return not (self.deliver_to or self.has_vat_id) and all(line == at_home(self.home_rate) for line in self.lines)


def at_home(rate: Decimal) -> Taxation:
    """How a line is taxed of which nothing but a rate is said (0.19 = 19 %); a rate of nothing is `Z` (BR-S-05)."""
    rate = rate.normalize()
    return Taxation(category=TaxCategory.STANDARD if rate else TaxCategory.ZERO, rate=rate, included=rate)
