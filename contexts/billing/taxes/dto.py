"""Value added tax as plain data: what kind of goods a line is, and why it is taxed as it is."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from gotuto.tax_classes import TaxClass as TaxClass


class TaxCategory(StrEnum):
    """Why a line is taxed as it is: the codes of EN 16931 (UNTDID 5305)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"


class VatIdState(StrEnum):
    """What is known about a VAT id; only `valid` ever takes tax off."""

    UNCHECKED = "unchecked"
    VALID = "valid"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, kw_only=True)
class TaxRate:
    """A rate of a country or region and class (0.19 = 19 %), from and until a day, with where it is written.

    `confirmed_by` says what the rate was compared with on the day `looked_up`, or that it is general knowledge.
    """

    country: str
    tax_class: TaxClass
    rate: Decimal
    valid_from: date
    valid_until: date | None
    source: str
    confirmed_by: str
    looked_up: date
    note: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A territory for value added tax: whose law holds there, whose rates, and for what it belongs to the EU.

    `law` is the country that levies the tax (France in Monaco), `rates` the key of its rates, empty where none are known.
    """

    code: str
    name: str
    law: str
    rates: str
    goods_in_eu: bool
    services_in_eu: bool
    source: str


@dataclass(frozen=True, kw_only=True)
class VatId:
    """A VAT id in normal form with the country that gave it (ISO 3166-1, or XI), and what is known about it since when."""

    country: str
    number: str
    state: VatIdState = VatIdState.UNCHECKED
    checked_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class VatIdStatus:
    """Whether a VAT id is valid, since when that is known, and by which consultation of the service.

    `by_form` says that nobody was asked: its form is taken for proof.
    """

    state: VatIdState
    by_form: bool
    checked_at: datetime | None
    consultation_number: str


@dataclass(frozen=True, kw_only=True)
class CheckedVatId(VatIdStatus):
    """A VAT id that somebody has entered, and what is known about it."""

    number: str
    country: str
    first_seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Supplier:
    """Who sells, as far as tax goes, and from where. Without a VAT id of their own nothing is exempt for the buyer's.

    `local` are the countries with a registration of their own besides the seller's, `has_oss` is the one-stop shop of the
    Union (art. 369a). `is_small` is an enterprise that owes no tax (art. 284). `standard_rate` goes before the table's, at
    home and for the standard class. Without a country all is taxed at home.
    """

    country: str
    postal_code: str = ""
    vat_id: str = ""
    local: frozenset[str] = frozenset()
    has_oss: bool = False
    is_small: bool = False
    standard_rate: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """Who buys and where it goes. In the EU a VAT id proves a business; elsewhere `is_business` may say so."""

    country: str
    postal_code: str = ""
    vat_id: VatId | None = None
    is_business: bool = False


@dataclass(frozen=True, kw_only=True)
class Taxation:
    """How a line is taxed. `included` is the rate whose tax is inside its gross price, also where none is owed."""

    category: TaxCategory
    rate: Decimal
    included: Decimal
    exemption: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision(Taxation):
    """The answer of the decision table: the row that fitted, in words and with its source, and the place of supply."""

    place: str
    row: str
    reason: str
    source: str


@dataclass(frozen=True, kw_only=True)
class TaxRates:
    """Rates by country, class and day."""

    results: tuple[TaxRate, ...]
