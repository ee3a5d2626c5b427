"""What billing refuses about bank statements."""

from datetime import date
from uuid import UUID

from gotuto.errors import Conflict, NotFound, Refused
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


class BankStatementNotFound(NotFound):
    """There is no such statement."""

    code = "billing.bank_statement_not_found"
    text = "There is no bank statement {statement_id}."
    statement_id: UUID


class StatementLineNotFound(NotFound):
    """There is no such line of a statement."""

    code = "billing.statement_line_not_found"
    text = "There is no line {line_id} of a bank statement."
    line_id: UUID


class StatementLineDecided(Conflict):
    """Somebody, or the matching itself, has decided about the line already."""

    code = "billing.statement_line_decided"
    text = "This line does not wait any more: it is {state}. Read it again to see what became of it."
    state: str


class ProposalUnknown(Refused):
    """The line has no such proposal."""

    code = "billing.proposal_unknown"
    field = "proposal"
    text = "The line has {count} proposals, and no number {wanted}. Choose one of them, or split the line."
    wanted: int
    count: int


class SplitTooLarge(Refused):
    """More is shared out than came in."""

    code = "billing.split_too_large"
    field = "parts"
    text = "The parts come to {parts}, and {amount} came in. Take less."
    parts: Money
    amount: Money


class SplitOfDebit(Refused):
    """Money that went out settles no invoice."""

    code = "billing.split_of_debit"
    text = "{amount} went out and settles no invoice. Accept the payment that it takes back, or put the line aside."
    amount: Money


class SplitNeedsClient(Refused):
    """Nobody said whose money it is, or it would be that of several clients."""

    code = "billing.split_needs_client"
    field = "client_id"
    text = "A line is the money of one client. Name the client, or invoices of one client only."
