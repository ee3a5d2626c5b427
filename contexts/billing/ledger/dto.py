"""What stands in the books, for people: receivables by age, revenue, a client's account, and the journal of payments."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from gotuto.ids import ActorId, ClientId, FeeId, InvoiceId, PaymentId
from gotuto.money import Money


class By(StrEnum):
    """Into which spans revenue is put; a week begins on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Booking(StrEnum):
    """What is booked; an allocation puts a payment on an invoice or a fee, a release takes it off again."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    ALLOCATION = "allocation"
    RELEASE = "release"
    FEE = "fee"
    FEE_WAIVED = "fee_waived"
    FEE_ALLOCATION = "fee_allocation"
    FEE_RELEASE = "fee_release"
    REVERSAL = "reversal"
    REFUND = "refund"


@dataclass(frozen=True, kw_only=True)
class Aged:
    """What is open by the days since it fell due, in one currency.

    `unallocated` is money that came in and settles nothing yet: it is not taken off `total`. `fees` are open for reminders; they
    have no due date and are not in `total`.
    """

    not_due: Money
    days_1_30: Money
    days_31_60: Money
    days_61_90: Money
    over_90: Money
    total: Money
    unallocated: Money
    fees: Money
    invoices: int


@dataclass(frozen=True, kw_only=True)
class AgedClient:
    """What a client owes in a currency."""

    client_id: ClientId
    name: str
    aged: Aged


@dataclass(frozen=True, kw_only=True)
class AgedCurrency:
    """What all clients owe in a currency, and how many of them stand in the report."""

    currency: str
    clients: int
    aged: Aged


@dataclass(frozen=True, kw_only=True)
class Receivables:
    """What was open at the end of a day; `clients` are those who owe most, `totals` count all of them."""

    on: date
    totals: tuple[AgedCurrency, ...]
    clients: tuple[AgedClient, ...]


@dataclass(frozen=True, kw_only=True)
class RevenueRow:
    """What was invoiced in a span that begins on `begins`; credit notes are taken off, so that amounts may be negative."""

    currency: str
    begins: date
    net: Money
    tax: Money
    gross: Money
    invoices: int
    credit_notes: int


@dataclass(frozen=True, kw_only=True)
class Revenue:
    """Revenue by the dates of the documents; spans without documents are left out, the first and last may be cut off."""

    first: date
    last: date
    by: By
    rows: tuple[RevenueRow, ...]
    totals: tuple[RevenueRow, ...]


@dataclass(frozen=True, kw_only=True)
class AccountLine:
    """What changed a client's account. `amount` is positive where they owe more.

    `number` is a document's, with fees that of the invoice beside which they are claimed, or a reference.
    """

    day: date
    kind: Booking
    number: str
    legal_entity: str
    amount: Money
    balance: Money
    due_date: date | None
    id: UUID


@dataclass(frozen=True, kw_only=True)
class StatementOfCurrency:
    """A client's account in a currency; a negative balance is theirs."""

    currency: str
    opening: Money
    closing: Money
    lines: tuple[AccountLine, ...]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A client's account with all sellers, from `first` to `last`."""

    client_id: ClientId
    name: str
    first: date
    last: date
    currencies: tuple[StatementOfCurrency, ...]


@dataclass(frozen=True, kw_only=True)
class JournalEntry:
    """A booking of money. Below zero is what went out, did not stay, or was taken off an invoice.

    `channel` says which way it came, `actor` who booked it; of a reversal both are known where it took something off an
    invoice or a fee. `number` is that of the invoice, or of the one beside which the fee is claimed.
    """

    booked_at: datetime
    kind: Booking
    id: UUID
    payment_id: PaymentId
    client_id: ClientId
    invoice_id: InvoiceId | None
    fee_id: FeeId | None
    number: str
    amount: Money
    method: str
    reference: str
    channel: str
    cause: str
    reason: str
    actor: ActorId | None


@dataclass(frozen=True, kw_only=True)
class JournalTotal:
    """The bookings of a kind in a currency."""

    kind: Booking
    amount: Money
    entries: int


@dataclass(frozen=True, kw_only=True)
class Journal:
    """A page of the payments journal in order of booking; `totals` are of all pages, and stand on the first one."""

    first: date
    last: date
    totals: tuple[JournalTotal, ...]
    items: tuple[JournalEntry, ...]
    next: str | None
