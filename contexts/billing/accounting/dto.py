"""Accounting as plain data: what was booked in a time, and the accounts on which a tax adviser's software books it."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID


class Chart(StrEnum):
    """Which of DATEV's standard charts of accounts a seller's books follow."""

    SKR03 = "03"
    SKR04 = "04"


class EntryKind(StrEnum):
    """What an entry of the journal is about."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"
    REVERSAL = "reversal"
    CHARGEBACK = "chargeback"
    REFUND = "refund"
    FEE = "fee"
    FEE_WAIVED = "fee_waived"
    # Money that came in for one seller settles what is owed to another.
    GIVEN = "given"
    GOT = "got"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of the journal: a tax line of a document, money that moved, or a fee; `amount` is gross.

    What a sale was and where it went stands with those of documents, `method` with those of money, and with fees which of them
    it is. `number` is that of the document, or of the one beside which the fee is claimed, `other` that of the invoice which a
    credit note corrects, the reference of a payment, or the step of a reminder.
    """

    day: date
    kind: EntryKind
    id: UUID
    number: str
    other: str
    name: str
    currency: str
    amount: Decimal
    net: Decimal
    tax: Decimal
    category: str
    rate: Decimal
    exemption: str
    seller_id: UUID | None
    destination: str
    postal_code: str
    proved_in: str
    vat_id: str
    method: str


@dataclass(frozen=True, kw_only=True)
class Booking:
    """An amount on two accounts, above zero: `is_debit` says that it is a debit of `account` and a credit of `contra`."""

    day: date
    amount: Decimal
    is_debit: bool
    account: str
    contra: str
    tax_key: str
    number: str
    text: str
    eu_country: str = ""
    eu_rate: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class AccountMap:
    """Where a seller's bookings go; `accounts` are those that differ from the chart's own, by what is booked there.

    `consultant_number` and `client_number` are by what the tax adviser knows the seller; the fiscal year starts with the
    first day of `fiscal_month`. Without `books_fees` a period was closed before fees were booked, and comes out without them.
    """

    legal_entity: str
    consultant_number: int
    client_number: int
    chart: Chart = Chart.SKR03
    account_length: int = 4
    fiscal_month: int = 1
    accounts: dict[str, str] = field(default_factory=dict)
    books_fees: bool = False


@dataclass(frozen=True, kw_only=True)
class Written:
    """What came of writing a file: its SHA-256 and size, and what a reader should know.

    `replaced` are the texts that had characters the format has not; `left_out` the entries in other currencies than EUR.
    """

    name: str
    first: date
    last: date
    is_closed: bool
    bookings: int
    size: int
    digest: str
    replaced: int
    left_out: int
