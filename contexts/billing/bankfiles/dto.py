"""What the files of banks say, and how they are read, as plain data."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class ReadLine:
    """A booked line as a file has it; money that came in is positive.

    `bank_reference` is the bank's own, `end_to_end` the payer's, `structured` one that can be checked (ISO 11649). A reversal
    takes an earlier line back, a return comes with the bank's reason for it.
    """

    amount: Money
    booked_on: date
    bank_reference: str = ""
    end_to_end: str = ""
    structured: str = ""
    name: str = ""
    iban: str = ""
    text: str = ""
    is_reversal: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadStatement:
    """A statement as a file has it; one of a CSV has no balances."""

    account: str
    currency: str
    number: str = ""
    first_day: date
    last_day: date
    opening: Money | None = None
    closing: Money | None = None
    lines: tuple[ReadLine, ...]


@dataclass(frozen=True, kw_only=True)
class CsvMapping:
    """Which column of a bank's CSV means what; columns are called by their headings.

    Either `amount` is signed, or there is a column for `credit` and one for `debit`; or `sign` has one of `debit_words` in it.
    Without a `currency` all is in that of the account. `skip_lines` stand before the headings.
    """

    name: str
    account: str
    delimiter: str = ";"
    encoding: str = "utf-8"
    date_format: str = "%d.%m.%Y"
    decimal_comma: bool = True
    skip_lines: int = 0
    booked_on: str
    amount: str = ""
    credit: str = ""
    debit: str = ""
    sign: str = ""
    debit_words: tuple[str, ...] = ("D", "S", "DBIT")
    currency: str = ""
    party: str = ""
    iban: str = ""
    text: tuple[str, ...] = ()
    reference: str = ""
    end_to_end: str = ""


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """An account of a seller, whose statements are read."""

    id: UUID
    iban: str
    legal_entity: str
    currency: str
    name: str
