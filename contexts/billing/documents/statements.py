"""Statements about documents that lack their files, and about the files that are stored; a piece of the table at a time."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from contexts.billing.documents.dto import Lack, Unmade
from contexts.billing.invoices.dto import InvoiceStatus
from contexts.billing.numbers.statements import DOCUMENTS
from gotuto import trace
from gotuto.db import execute, fetch_as, fetch_one, stream
from gotuto.ids import InvoiceId, new_id
from gotuto.outbound.models import Status

# So many invoices are looked at by one statement, so that none takes long however many there are.
_PIECE = 5_000
_LAST = UUID(int=2**128 - 1)
_STATES = {
    "done": Status.DONE.value,
    "void": InvoiceStatus.VOID.value,
    **{lack.value: lack.value for lack in Lack},
}

_PIECE_BEGINS = """
SELECT id FROM billing_invoice WHERE id <= %(until)s ORDER BY id DESC OFFSET %(piece)s LIMIT 1
"""

# What was voided before there were documents is nothing that anybody needs on paper.
_UNMADE = """
SELECT invoice.number, invoice.legal_entity, invoice.issue_date, invoice.id AS invoice_id,
       CASE WHEN document.id IS NULL THEN %(never_asked)s WHEN document.status = %(refused)s THEN %(refused)s
            ELSE %(waiting)s END AS state,
       coalesce(document.outcome_code, '') AS code, document.due_at, document.id AS call
FROM billing_invoice AS invoice
LEFT JOIN billing_document AS document ON document.invoice_id = invoice.id
WHERE invoice.id > %(after)s AND invoice.id <= %(until)s AND invoice.number IS NOT NULL
  AND (document.status <> %(done)s OR (document.id IS NULL AND invoice.status <> %(void)s))
ORDER BY invoice.id DESC
"""

_ASK = """
INSERT INTO billing_document
    (id, invoice_id, destination, idempotency_key, provider_reference, status, outcome_code, asked, attempts,
     fencing_token, due_at, last_error, correlation_id, traceparent)
SELECT wanted.id, wanted.invoice_id, %(destination)s, wanted.invoice_id::text, '', 'queued', '', 0, 0, 0, %(due_at)s, '',
       %(correlation_id)s, %(traceparent)s
FROM unnest(%(ids)s::uuid[], %(invoices)s::uuid[]) AS wanted (id, invoice_id)
ON CONFLICT (invoice_id) DO NOTHING
"""

_STORED = """
SELECT invoice.number, file.name, file.sha256
FROM billing_document AS document JOIN billing_invoice AS invoice ON invoice.id = document.invoice_id
CROSS JOIN LATERAL (VALUES (pdf, pdf_sha256), (xml, xml_sha256), (ubl, ubl_sha256)) AS file (name, sha256)
WHERE file.name IS NOT NULL ORDER BY document.id
"""


def unmade() -> Iterator[list[Unmade]]:
    """Issued documents without files, the latest first, as many at a time as a piece of the table holds."""
    until: UUID | None = _LAST
    while until is not None:
        begins = fetch_one(_PIECE_BEGINS, {"until": until, "piece": _PIECE})
        after = begins[0] if begins else None
        yield fetch_as(Unmade, _UNMADE, {**_STATES, "after": after or UUID(int=0), "until": until})
        until = after


def ask_for(invoices: Sequence[InvoiceId], *, due_at: datetime) -> int:
    """Have the files of invoices made from a time on, unless somebody has asked for them already; how many."""
    parameters = {
        "ids": [new_id() for _ in invoices],
        "invoices": list(invoices),
        "destination": DOCUMENTS,
        "due_at": due_at,
        "correlation_id": trace.correlation_id(),
        "traceparent": trace.traceparent(),
    }
    return execute(_ASK, parameters)


def stored_files() -> Iterator[tuple[str, str, str]]:
    """Every stored file: the number of its document, its name and its SHA-256."""
    yield from stream(_STORED)
