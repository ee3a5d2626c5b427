"""What billing refuses about the accounts of sellers and the files of their banks."""

from datetime import date

from gotuto.errors import NotFound, Refused
from gotuto.money import Money


class StatementUnreadable(Refused):
    """The file is no statement that can be read."""

    code = "billing.statement_unreadable"
    field = "file"
    text = (
        "This file cannot be read as a bank statement: {why}. Take CAMT.053 (version 02 or 08), or CSV with a mapping."
    )
    why: str


class StatementDoesNotAddUp(Refused):
    """The opening balance and the lines do not come to the closing balance."""

    code = "billing.statement_does_not_add_up"
    field = "file"
    text = (
        "Statement {number} begins with {opening} and its lines come to {lines}, so that it cannot end with {closing}. "
        "Nothing of the file was taken; fetch it from the bank again."
    )
    number: str
    opening: Money
    lines: Money
    closing: Money


class BankAccountUnknown(Refused):
    """The statement is about an account that nobody has entered."""

    code = "billing.bank_account_unknown"
    field = "file"
    text = "No seller has the account {account}. Enter it as a bank account, or as the bank of the seller, and read the file again."
    account: str


class BankAccountInOtherCurrency(Refused):
    """The statement is in another currency than its account."""

    code = "billing.bank_account_in_other_currency"
    field = "file"
    text = "The account {account} is in {expected}, and the statement of {day} in {found}. Enter the account in its own currency."
    account: str
    expected: str
    found: str
    day: date


class MappingUnknown(NotFound):
    """There is no such mapping of columns."""

    code = "billing.mapping_unknown"
    field = "mapping"
    text = "There is no mapping of columns called {name!r}. Enter it under CSV mappings first."
    name: str


class MappingInvalid(Refused):
    """The mapping cannot be used."""

    code = "billing.mapping_invalid"
    field = "mapping"
    text = "The mapping {name!r} cannot be used: {why}."
    name: str
    why: str
