"""What billing refuses about bank statements."""

from uuid import UUID

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.money import Money


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
