"""Bank statements as plain data: what a file says, what was made of each line, and what is proposed for the rest."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from contexts.billing.bankfiles.dto import BankAccount
from gotuto.filters import Period, Range
from gotuto.ids import ActorId, ClientId, FeeId, InvoiceId, PaymentId
from gotuto.money import Money


class LineState(StrEnum):
    """What became of a line: not looked at yet, booked, waiting with proposals or without, put aside, or none of ours."""

    NEW = "new"
    MATCHED = "matched"
    PROPOSED = "proposed"
    OPEN = "open"
    PARKED = "parked"
    IGNORED = "ignored"


@dataclass(frozen=True, kw_only=True)
class Part:
    """So much of a line settles this invoice, or with `fee_id` this fee, which is claimed beside the invoice."""

    invoice_id: InvoiceId
    amount: Money
    fee_id: FeeId | None = None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An issued invoice that a line may be about."""

    id: InvoiceId
    number: str
    order_number: str
    client_id: ClientId
    name: str
    total: Money
    due: Money
    due_date: date
    # Whether a part of it can be paid; one that was paid in a hundred parts takes only all that is due.
    takes_parts: bool = True
    # What is open of the fees beside it.
    fees: tuple[Part, ...] = ()


@dataclass(frozen=True, kw_only=True)
class EarlierLine:
    """A line that was booked as a payment, and which a later one may take back."""

    payment_id: PaymentId
    amount: Money
    booked_on: date
    bank_reference: str
    end_to_end: str
    iban: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Share:
    """So much of a line is to settle an invoice or a fee, as somebody says."""

    amount: Money
    invoice_id: InvoiceId | None = None
    fee_id: FeeId | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a line may be, how sure that is (0 to 100) and why; what `parts` leave stays the client's balance.

    One that takes back names the `payment_id` instead.
    """

    client_id: ClientId | None = None
    parts: tuple[Part, ...] = ()
    payment_id: PaymentId | None = None
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What is made of a line: the proposal that is certain, or those that somebody has to choose from, or why there are none."""

    state: LineState
    proposals: tuple[Proposal, ...] = ()
    note: str = ""

    @property
    def certain(self) -> Proposal | None:
        return self.proposals[0] if self.state is LineState.MATCHED else None


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What is missing between a statement and the one before: the sum of what was booked in between."""

    after: date
    amount: Money


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many lines are in which state, and how many of the file were known from others before."""

    new: int = 0
    matched: int = 0
    proposed: int = 0
    open: int = 0
    parked: int = 0
    ignored: int = 0
    known: int = 0


@dataclass(frozen=True, kw_only=True)
class BankStatement:
    """A statement that was read, with its balances, and what is missing before it."""

    id: UUID
    account: BankAccount
    number: str
    first_day: date
    last_day: date
    opening: Money | None
    closing: Money | None
    gap: Gap | None
    lines: Tally
    file_name: str
    actor: ActorId | None
    imported_at: datetime


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """A line of a statement, what was made of it and why; staff decide about those that wait."""

    id: UUID
    statement_id: UUID
    key: str
    amount: Money
    booked_on: date
    bank_reference: str
    end_to_end: str
    structured: str
    name: str
    iban: str
    text: str
    is_reversal: bool
    state: LineState
    proposals: tuple[Proposal, ...]
    score: int
    note: str
    payment_id: PaymentId | None
    actor: ActorId | None
    decided_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What a file brought: its statements as they stand now."""

    statements: tuple[BankStatement, ...]


@dataclass(frozen=True, kw_only=True)
class LineFilter:
    """Which lines to list."""

    state: LineState | None = None
    statement_id: UUID | None = None
    amount: Range[Decimal] | None = None
    booked_on: Period[date] | None = None


@dataclass(frozen=True, kw_only=True)
class StatementFilter:
    """Which statements to list."""

    account_id: UUID | None = None
