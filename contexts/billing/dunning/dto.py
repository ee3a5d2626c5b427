"""Dunning as plain data: policies with their steps, what was done, what is claimed for it, and what would happen."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta

from gotuto.filters import Period
from gotuto.ids import ActorId, ClientId, InvoiceId
from gotuto.money import Money
from gotuto.text import Prose


class Tone(StrEnum):
    """How a mail speaks: of what will be due, of what is due, or for the last time."""

    NOTICE = "notice"
    REMINDER = "reminder"
    FINAL = "final"


class Trigger(StrEnum):
    """Who had a run made."""

    CLOCK = "clock"
    STAFF = "staff"
    OPERATOR = "operator"


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is done so many days after an invoice is due, or before it with a negative number; each once per invoice.

    `code` names the step for good: one that is called otherwise is another step. `wording` goes into the mail as it is.
    `fee` is claimed from consumers, and from businesses where no step claims the compensation.
    """

    code: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,15}$", description="Names the step for good.")]
    days: Annotated[int, Meta(ge=-365, le=365, description="After the due date; before it if it is negative.")]
    mail: Annotated[bool, Meta(description="Whether the buyer gets a mail.")] = True
    tone: Tone = Tone.REMINDER
    wording: Annotated[Prose, Meta(max_length=1000, description="A paragraph of the mail.")] = ""
    fee: Annotated[Money | None, Meta(description="Claimed for the reminder; without VAT.")] = None
    compensation: Annotated[
        bool, Meta(description="Whether businesses owe the sum of directive 2011/7, art. 6, from here on.")
    ] = False
    hold: Annotated[bool, Meta(description="Whether nothing new is invoiced to the client until it is paid.")] = False


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What a seller does about those who do not pay; without `is_on` nothing."""

    legal_entity: str
    is_on: bool
    steps: tuple[Step, ...]
    updated_at: datetime | None
    version: int


@dataclass(frozen=True, kw_only=True)
class Run:
    """One look at what is due for a step, at one seller's; `day` is the date there."""

    id: UUID
    legal_entity: str
    day: date
    trigger: Trigger
    actor: ActorId | None
    started_at: datetime
    finished_at: datetime | None
    actions: int
    mails: int
    fees: int
    holds: int
    holds_lifted: int


@dataclass(frozen=True, kw_only=True)
class RunFilter:
    """Which runs to list."""

    legal_entity: str | None = None
    started_at: Period[datetime] | None = None


@dataclass(frozen=True, kw_only=True)
class Action:
    """A step that was done for an invoice."""

    id: UUID
    invoice_id: InvoiceId
    client_id: ClientId
    step: str
    days: int
    day: date
    amount_due: Money
    is_mailed: bool
    is_held: bool
    fee: Money | None


@dataclass(frozen=True, kw_only=True)
class Due:
    """A step that was just done, with what its mail needs."""

    action_id: UUID
    invoice_id: InvoiceId
    order_id: UUID | None
    client_id: ClientId
    due_date: date
    amount_due: Money
    fee: Money | None
    is_newly_held: bool


@dataclass(frozen=True, kw_only=True)
class Pause:
    """Nothing is done about an invoice, or about any of a client, until a day is over."""

    id: UUID
    client_id: ClientId | None
    invoice_id: InvoiceId | None
    until: date
    reason: str
    actor: ActorId | None
    created_at: datetime
    resumed_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PlannedStep:
    """What a step would do on a day, in one currency, if nobody paid until then."""

    legal_entity: str
    day: date
    step: str
    days: int
    currency: str
    invoices: int
    amount_due: Money
    mails: int
    fees: int
    fee_sum: Money
    holds: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What would happen until a day is over; `paused` invoices have a step in these days that a pause keeps back."""

    by: date
    rows: tuple[PlannedStep, ...]
    paused: int
    without_policy: tuple[str, ...]
