"""Statements about clients that do in one round trip, and without a race, what the ORM would need several for."""

from datetime import datetime

from gotuto.db import execute, fetch_one
from gotuto.ids import ClientId, CustomerId

# A row that was inserted has no deleting transaction yet (xmax = 0); one that was the same already is not touched.
_UPSERT_FROM_CUSTOMER = """
INSERT INTO billing_client AS client
    (id, customer_id, name, email, phone, created_at, updated_at, version)
VALUES (%(id)s, %(id)s, %(name)s, %(email)s, '', %(now)s, %(now)s, 1)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, email = excluded.email, updated_at = excluded.updated_at, version = client.version + 1
WHERE (client.name, client.email) IS DISTINCT FROM (excluded.name, excluded.email)
RETURNING xmax = 0
"""

# Among the payments of a client that were booked on no invoice a reference stands for one.
_MOVE_PAYMENTS = """
UPDATE billing_payment AS moved
SET client_id = %(into)s, reference = CASE WHEN moved.invoice_id IS NULL AND EXISTS (
        SELECT FROM billing_payment AS known
        WHERE known.client_id = %(into)s AND known.invoice_id IS NULL AND known.reference = moved.reference)
    THEN left(moved.reference, 80) || ' ' || moved.id ELSE moved.reference END
WHERE moved.client_id = %(client_id)s
"""

# Of two pauses the one that lasts longer goes on; each client has at most one, and the other is ended first.
_END_SHORTER_PAUSE = """
UPDATE billing_dunningpause AS ended SET resumed_at = %(now)s
FROM billing_dunningpause AS other
WHERE ended.resumed_at IS NULL AND other.resumed_at IS NULL AND ended.id <> other.id
    AND ended.client_id IN (%(client_id)s, %(into)s) AND other.client_id IN (%(client_id)s, %(into)s)
    AND (ended.until, ended.id) < (other.until, other.id)
"""
_MOVE_PAUSE = """
UPDATE billing_dunningpause SET client_id = %(into)s WHERE client_id = %(client_id)s AND resumed_at IS NULL
"""


def move_pause(*, client_id: ClientId, into: ClientId, now: datetime) -> None:
    """Let a client's pause of reminders go on at another one."""
    moved = {"client_id": client_id, "into": into, "now": now}
    execute(_END_SHORTER_PAUSE, moved)
    execute(_MOVE_PAUSE, moved)


def move_payments(*, client_id: ClientId, into: ClientId) -> None:
    """Give what came in from a client to another one; a reference that both have used gets the payment's id."""
    execute(_MOVE_PAYMENTS, {"client_id": client_id, "into": into})


def upsert_from_customer(*, customer_id: CustomerId, name: str, email: str, now: datetime) -> bool | None:
    """Write what a customer is called now to their client: True when that is new, False when it changed, None when neither."""
    row = fetch_one(_UPSERT_FROM_CUSTOMER, {"id": customer_id, "name": name, "email": email, "now": now})
    return None if row is None else bool(row[0])
