"""Statements about bank statements: whole batches at a time, however many lines and invoices there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankstatements.dto import Candidate, Decision, EarlierLine, Gap, LineState, Part, Tally
from contexts.billing.clients.models import PEOPLE
from contexts.billing.fees.dto import FeeState
from contexts.billing.invoices.dto import InvoiceKind, InvoiceStatus
from contexts.billing.invoices.models import DUE, ORDER_KEY
from contexts.billing.payments.domain import MOST_PARTS
from gotuto import search
from gotuto.db import as_json, execute, fetch_all
from gotuto.events import encode
from gotuto.ids import ClientId, FeeId, InvoiceId, PaymentId, new_id
from gotuto.money import Money

# So many lines are stored by one statement.
_SOME = 500
# So many invoices are looked at of a client or an amount; where there are more, neither says anything.
_FEW, _MANY = 6, 50
_OWED = {"sent": InvoiceStatus.SENT.value, "overdue": InvoiceStatus.OVERDUE.value}

_STORE = """
INSERT INTO billing_statementline
    (id, statement_id, account_id, key, amount, currency, booked_on, bank_reference, end_to_end, structured, name, iban, text,
     is_reversal, state, proposals, score, note, version)
SELECT id, %(statement)s, %(account)s, key, amount, currency, booked_on, bank_reference, end_to_end, structured, name, iban,
       text, is_reversal, %(new)s, '[]', 0, '', 1
FROM jsonb_to_recordset(%(lines)s::jsonb) AS line
    (id uuid, key text, amount numeric, currency text, booked_on date, bank_reference text, end_to_end text, structured text,
     name text, iban text, text text, is_reversal boolean)
ON CONFLICT (key) DO NOTHING
"""
_COLUMNS = f"""
invoice.id, invoice.number, invoice.reference, invoice.client_id, invoice.buyer->>'name', invoice.currency, invoice.total,
CASE WHEN invoice.status = ANY(%(owed)s) THEN {DUE} ELSE 0 END, invoice.due_date,
(SELECT count(*) FROM billing_allocation WHERE invoice_id = invoice.id) < %(most)s
"""  # noqa: S608  columns, no values
# Only what is named is ever booked without somebody looking, and stays as it is until the batch is.
_NAMED = f"""
SELECT {_COLUMNS} FROM billing_invoice AS invoice
WHERE id IN (
    SELECT id FROM billing_invoice WHERE legal_entity = %(seller)s AND number = ANY(%(numbers)s)
    UNION ALL
    SELECT id FROM billing_invoice WHERE {ORDER_KEY} = ANY(%(orders)s) AND number IS NOT NULL AND reference <> ''
) AND legal_entity = %(seller)s AND kind = %(kind)s AND client_id IS NOT NULL
ORDER BY id FOR NO KEY UPDATE OF invoice
"""  # noqa: S608  columns, no values
_OF_AMOUNT = f"""
SELECT {_COLUMNS}
FROM jsonb_to_recordset(%(amounts)s::jsonb) AS wanted (amount numeric, currency text)
CROSS JOIN LATERAL (
    SELECT * FROM billing_invoice
    WHERE {DUE} = wanted.amount AND status IN (%(sent)s, %(overdue)s) AND currency = wanted.currency AND kind = %(kind)s
      AND legal_entity = %(seller)s AND client_id IS NOT NULL
    LIMIT {_FEW}
) AS invoice
"""  # noqa: S608  columns, no values
_OF_CLIENT = f"""
SELECT {_COLUMNS}
FROM unnest(%(clients)s::uuid[]) AS payer (id)
CROSS JOIN LATERAL (
    SELECT * FROM billing_invoice
    WHERE client_id = payer.id AND status = ANY(%(owed)s) AND kind = %(kind)s AND legal_entity = %(seller)s
    ORDER BY created_at LIMIT {_MANY}
) AS invoice
"""  # noqa: S608  columns, no values
# Locked after the invoices, in the order of their ids, as everybody does: they stay open until the batch is booked.
_FEES = """
SELECT id, invoice_id, amount - amount_paid, currency FROM billing_fee
WHERE invoice_id = ANY(%(invoices)s) AND state = %(open)s ORDER BY id FOR NO KEY UPDATE
"""
_PAYERS = f"""
SELECT DISTINCT account.iban, payer.client_id
FROM unnest(%s::text[]) AS account (iban)
CROSS JOIN LATERAL (
    SELECT payment_id FROM billing_statementline AS line
    WHERE line.iban = account.iban AND payment_id IS NOT NULL ORDER BY id DESC LIMIT {_MANY}
) AS line
JOIN billing_payment AS payer ON payer.id = line.payment_id
"""  # noqa: S608  a number
_CALLED = f"""
SELECT DISTINCT client.id
FROM unnest(%s::text[]) AS wanted (query)
CROSS JOIN LATERAL (
    SELECT id FROM billing_client WHERE {search.document(PEOPLE)} @@ wanted.query::tsquery AND merged_into_id IS NULL
    LIMIT {_FEW}
) AS client
"""  # noqa: S608  columns, no values
_EARLIER = f"""
SELECT line.payment_id, line.amount, line.currency, line.booked_on, line.bank_reference, line.end_to_end, line.iban, line.text
FROM unnest(%(amounts)s::numeric[]) AS wanted (amount)
CROSS JOIN LATERAL (
    SELECT * FROM billing_statementline
    WHERE account_id = %(account)s AND amount = wanted.amount AND payment_id IS NOT NULL ORDER BY id DESC LIMIT {_MANY}
) AS line
JOIN billing_payment AS payment ON payment.id = line.payment_id
WHERE payment.reversed_at IS NULL
"""  # noqa: S608  a number
_DECIDE = """
UPDATE billing_statementline AS line
SET state = made.state, proposals = made.proposals, score = made.score, note = made.note, payment_id = made.payment_id,
    decided_at = %(now)s, version = version + 1
FROM jsonb_to_recordset(%(made)s::jsonb) AS made
    (id uuid, state text, proposals jsonb, score int, note text, payment_id uuid)
WHERE line.id = made.id
"""
_TALLY = "SELECT statement_id, state, count(*) FROM billing_statementline WHERE statement_id = ANY(%s) GROUP BY 1, 2"
# A statement follows the one that ends with its opening balance, some days before at most, else the one before it. The balance
# of a day in the middle of that is told by none of them.
_BEFORE = """
SELECT this.id, earlier.last_day, this.opening - earlier.closing, this.currency
FROM billing_bankstatement AS this
CROSS JOIN LATERAL (
    SELECT last_day, closing FROM billing_bankstatement AS earlier
    WHERE earlier.account_id = this.account_id AND earlier.id <> this.id AND earlier.closing IS NOT NULL
      AND earlier.last_day <= this.last_day
    ORDER BY earlier.last_day DESC LIMIT 1
) AS earlier
WHERE this.id = ANY(%s) AND this.opening IS NOT NULL AND this.first_day > earlier.last_day AND this.opening <> earlier.closing
  AND NOT EXISTS (
    SELECT 1 FROM billing_bankstatement AS other
    WHERE other.account_id = this.account_id AND other.id <> this.id AND other.closing = this.opening
      AND other.last_day BETWEEN this.first_day - 31 AND this.last_day)
"""


def store_lines(statement: UUID, account: UUID, lines: Sequence[tuple[str, ReadLine]]) -> int:
    """Store those lines of a statement that no other brought before; how many."""
    facts = {"statement": statement, "account": account, "new": LineState.NEW.value}
    # In the order of the file, also within a millisecond.
    ids = sorted(new_id() for _ in lines)
    rows = [_row(key, *line) for key, line in zip(ids, lines, strict=True)]
    return sum(execute(_STORE, {**facts, "lines": as_json(rows[at : at + _SOME])}) for at in range(0, len(rows), _SOME))


def _row(line_id: UUID, key: str, line: ReadLine) -> dict[str, Any]:
    amount = line.amount
    return {**vars(line), "id": line_id, "key": key, "amount": amount.amount, "currency": amount.currency}


def named(seller: str, numbers: Collection[str], orders: Collection[str]) -> list[Candidate]:
    """The issued invoices with these numbers, or of orders with these keys, locked in the order of their ids."""
    return _candidates(_NAMED, seller, numbers=list(numbers), orders=list(orders))


def of_amounts(seller: str, amounts: Iterable[Money]) -> list[Candidate]:
    """Some invoices of which just so much is due."""
    wanted = as_json([{"amount": one.amount, "currency": one.currency} for one in sorted(set(amounts), key=str)])
    return _candidates(_OF_AMOUNT, seller, amounts=wanted)


def of_clients(seller: str, clients: Collection[ClientId]) -> list[Candidate]:
    """What clients have to pay."""
    return _candidates(_OF_CLIENT, seller, clients=list(clients))


def _candidates(statement: str, seller: str, **facts: Any) -> list[Candidate]:
    rows = fetch_all(
        statement,
        {
            "seller": seller,
            "kind": InvoiceKind.INVOICE.value,
            **_OWED,
            "owed": [*_OWED.values()],
            "most": MOST_PARTS,
            **facts,
        },
    )
    return [
        Candidate(
            id=InvoiceId(key), number=number, order_number=order, client_id=ClientId(client), name=name or "",
            total=Money(total, currency), due=Money(due, currency), due_date=due_date, takes_parts=takes_parts,
        )
        for key, number, order, client, name, currency, total, due, due_date, takes_parts in rows
    ]  # fmt: skip


def with_fees(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The same with the fees that are open beside them, which are locked."""
    known = {one.id: one for one in candidates}
    fees: dict[InvoiceId, list[Part]] = defaultdict(list)
    for key, invoice, open_, currency in fetch_all(_FEES, {"invoices": list(known), "open": FeeState.OPEN.value}):
        part = Part(invoice_id=InvoiceId(invoice), amount=Money(open_, currency), fee_id=FeeId(key))
        fees[part.invoice_id].append(part)
    return [replace(one, fees=tuple(fees[one.id])) for one in known.values()]


def payers(ibans: Collection[str]) -> dict[str, set[ClientId]]:
    """For which clients accounts have paid before."""
    found: dict[str, set[ClientId]] = defaultdict(set)
    for iban, client in fetch_all(_PAYERS, [list(ibans)]):
        found[iban].add(ClientId(client))
    return found


def clients_called(names: Iterable[Collection[str]]) -> set[ClientId]:
    """Some clients whose names have all these words."""
    queries = [" & ".join(f"'{word}'" for word in sorted(words)) for words in names]
    return {ClientId(key) for (key,) in fetch_all(_CALLED, [queries])}


def earlier(account: UUID, amounts: Iterable[Money]) -> list[EarlierLine]:
    """Lines of an account that were booked as payments of these amounts, and stayed so."""
    rows = fetch_all(_EARLIER, {"account": account, "amounts": list({one.amount for one in amounts})})
    return [
        EarlierLine(
            payment_id=PaymentId(payment), amount=Money(amount, currency), booked_on=booked_on,
            bank_reference=bank_reference, end_to_end=end_to_end, iban=iban, text=text,
        )
        for payment, amount, currency, booked_on, bank_reference, end_to_end, iban, text in rows
    ]  # fmt: skip


def save_decisions(made: Iterable[tuple[UUID, Decision, PaymentId | None]], *, now: Any) -> None:
    """Write what was decided about many lines."""
    rows = [
        {
            "id": line, "state": decision.state.value, "proposals": [encode(one) for one in decision.proposals],
            "score": max((one.score for one in decision.proposals), default=0), "note": decision.note[:500],
            "payment_id": payment,
        }
        for line, decision, payment in made
    ]  # fmt: skip
    execute(_DECIDE, {"made": as_json(rows), "now": now})


def tallies(statements: Sequence[UUID]) -> dict[UUID, Tally]:
    """How many lines of each statement are in which state."""
    counts: dict[UUID, dict[str, int]] = defaultdict(dict)
    for statement, state, count in fetch_all(_TALLY, [list(statements)]):
        counts[statement][state] = count
    return {statement: Tally(**states) for statement, states in counts.items()}


def gaps(statements: Sequence[UUID]) -> dict[UUID, Gap]:
    """What is missing before statements, of those that do not begin where another ended."""
    return {
        key: Gap(after=after, amount=Money(amount, currency))
        for key, after, amount, currency in fetch_all(_BEFORE, [list(statements)])
    }
