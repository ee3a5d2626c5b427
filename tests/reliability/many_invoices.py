"""Very many sent invoices, copied from one that was issued by the use cases."""

from datetime import UTC, datetime

from contexts.billing.models import Invoice
from gotuto.db import execute, fetch_all
from tests.billing.builders import issued

ISSUED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

# Those that turn are spread among the others, as late payers are.
_COPIES = """
INSERT INTO billing_invoice
SELECT (jsonb_populate_record(i, jsonb_build_object(
    'id', uuidv7(), 'order_id', gen_random_uuid(), 'series', 'COPY', 'sequence', n, 'number', 'COPY-' || n,
    'due_date', i.due_date + CASE WHEN n %% %(every)s = 0 THEN 0 ELSE 1 + n %% 60 END))).*
FROM generate_series(1, %(many)s) AS n, billing_invoice AS i WHERE i.id = %(id)s
"""
_SEALS = """
INSERT INTO billing_seal (id, legal_entity, series, year, sequence, number, issue_date, due_date, content_hash, seller_hash, previous)
SELECT i.id, i.legal_entity, i.series, i.year, i.sequence, i.number, i.issue_date, i.due_date, i.content_hash, s.seller_hash,
       s.previous
FROM billing_invoice AS i, billing_seal AS s WHERE i.series = 'COPY' AND s.id = %(id)s
"""


def copy_invoices(many: int, *, every: int) -> Invoice:
    """So many invoices, each `every`-th due on the day of the original, which is answered, and the others later."""
    invoice = issued(now=ISSUED)
    execute("SET statement_timeout = 0")
    for statement in (_COPIES, _SEALS):
        execute(statement, {"many": many, "every": every, "id": invoice.id})
    execute("VACUUM ANALYZE billing_invoice, billing_seal")
    execute("SET statement_timeout = '10s'")
    return Invoice.objects.get(pk=invoice.id)


def megabytes() -> int:
    """What the database takes on disk."""
    return int(fetch_all("SELECT pg_database_size(current_database()) / 1048576")[0][0])
