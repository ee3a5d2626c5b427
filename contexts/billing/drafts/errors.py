"""What billing refuses about invoices by hand."""

from gotuto.errors import Conflict, Refused
from gotuto.ids import InvoiceId
from gotuto.money import Money


class InvoiceNotDraft(Conflict):
    """Only what is not issued yet, and was written by hand, is changed."""

    code = "billing.invoice_not_draft"
    text = "The invoice {invoice_id} cannot be changed: {why}."
    invoice_id: InvoiceId
    why: str


class DraftOutdated(Conflict):
    """What is taxed otherwise than on the day a draft was saved is not issued unseen."""

    code = "billing.draft_outdated"
    text = "The taxes of this draft are no longer those of today, when its total would be {total}. Save it again, look, and issue it."
    total: Money


class DraftLineIncomplete(Refused):
    """A line that is not in the catalogue says what it is and what it costs."""

    code = "billing.draft_line_incomplete"
    field = "lines"
    text = "Line {position} needs {missing}; only what is in the catalogue can leave that out."
    position: int
    missing: str
