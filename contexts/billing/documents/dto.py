"""Documents as plain data: all that stands on an invoice or a credit note, as it was when it was issued."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from contexts.billing.invoices.dto import Buyer, InvoiceKind
from contexts.billing.lines.dto import Discount, InvoicedLine, TaxLine
from contexts.billing.sellers.dto import Bank, Seller
from gotuto.ids import CustomerId, InvoiceId
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Preceding:
    """The invoice that a credit note corrects (EN 16931, BG-3)."""

    number: str
    issue_date: date


@dataclass(frozen=True, kw_only=True)
class Document:
    """An issued invoice or credit note, with everything that its paper and its XML say.

    Amounts of a credit note are positive, as EN 16931 wants them (type code 381). `prices_include_tax` says whether the
    amounts of lines and discounts are gross; those of `tax_lines` are told apart anyway. `discount` lies on the whole
    document. `reference` is what the buyer writes on the transfer; `order_number` is the seller's own number of the order.
    `delivered_on` is the date of the service or delivery, `deliver_to` the country (ISO 3166-1 alpha-2) where it went.
    `language` is the client's: en, de, fr or es.
    """

    kind: InvoiceKind
    number: str
    issue_date: date
    due_date: date | None
    language: str
    seller: Seller
    buyer: Buyer
    lines: tuple[InvoicedLine, ...]
    discount: Discount | None = None
    tax_lines: tuple[TaxLine, ...]
    prices_include_tax: bool = True
    net: Money
    tax: Money
    total: Money
    reference: str
    order_number: str = ""
    buyer_reference: str = ""
    delivered_on: date | None = None
    deliver_to: str = ""
    preceding: Preceding | None = None
    reason: str = ""
    notes: str = ""

    @property
    def small_in(self) -> str:
        """The country where the seller is a small enterprise."""
        address = self.seller.address
        return address.country if address and self.seller.is_small_enterprise else ""


class Format(StrEnum):
    """As what a document can be had: a PDF, or the XML of EN 16931 in one of its two syntaxes (CII or UBL)."""

    PDF = "pdf"
    XML = "xml"
    UBL = "ubl"


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file of a document, byte for byte as it was stored."""

    number: str
    wanted: Format
    content: bytes

    @property
    def name(self) -> str:
        """What the file is called where somebody keeps it."""
        stem = self.number.replace("/", "-")
        return f"{stem}.pdf" if self.wanted is Format.PDF else f"{stem}-{self.wanted}.xml"


@dataclass(frozen=True, kw_only=True)
class PaymentRequest:
    """What a buyer needs to pay an invoice: how much, by when, to whom, under which reference, and a link to its paper.

    `link` opens this one document for some time to whoever has it, so that it is put in mails only; `pay_link` lets them pay it,
    and is empty where no gateway takes money from buyers.
    """

    invoice_id: InvoiceId
    kind: InvoiceKind
    number: str
    total: Money
    amount_due: Money
    due_date: date
    seller: str
    bank: Bank | None
    reference: str
    order_number: str
    link: str
    pay_link: str
    link_ends: date


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """Whom a document goes to, and the language that they read; without `by_mail` they want none by mail."""

    email: str
    customer_id: CustomerId | None
    by_mail: bool
    language: str


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who asks for a document: staff, a customer, or whoever holds the token of the order or of the link."""

    is_staff: bool = False
    customer_id: CustomerId | None = None
    order_token: str = ""
    link_token: str = ""


class Way(StrEnum):
    """By what somebody may read a document."""

    ROLE = "role"
    ACCOUNT = "account"
    LINK = "link"
    ORDER = "order"


class Lack(StrEnum):
    """Why an issued document has no files: they could not be made, are still to be made, or nobody ever asked for them.

    The last is so with those that were issued by a release without documents.
    """

    REFUSED = "refused"
    WAITING = "waiting"
    NEVER_ASKED = "never_asked"


@dataclass(frozen=True, kw_only=True)
class Unmade:
    """An issued document without files; `call` is its outbound call, `due_at` when that is made, `code` why it was not yet."""

    number: str
    legal_entity: str
    issue_date: date
    state: Lack
    code: str
    due_at: datetime | None
    call: UUID | None
    invoice_id: InvoiceId


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """Files that are to be made: how many after they had been refused, and how many for the first time."""

    refused: int = 0
    never_asked: int = 0

    def __add__(self, other: "AskedFor") -> "AskedFor":
        return AskedFor(refused=self.refused + other.refused, never_asked=self.never_asked + other.never_asked)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A file that was stored; `says` is empty where it is as it was stored, else what is the matter with it."""

    number: str
    file: str
    says: str
