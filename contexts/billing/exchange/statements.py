"""How clients stand for the rows of a file, and all of them, page by page."""

from collections.abc import Collection, Iterator
from uuid import UUID

from contexts.billing.clients import dto, models
from gotuto.db import execute
from gotuto.ids import ClientId

_LOCK = "SELECT id FROM billing_client WHERE id = ANY(%s::uuid[]) ORDER BY id FOR NO KEY UPDATE"
# Two who enter the same person at once come one after the other, and the second finds them.
_QUEUE = """
SELECT pg_advisory_xact_lock(hashtextextended('billing.client ' || email, 0))
FROM (SELECT email FROM unnest(%s::text[]) AS email ORDER BY email) AS queued
"""


def lock(ids: Collection[ClientId]) -> None:
    """Let nobody else change these clients until the transaction ends."""
    execute(_LOCK, [sorted(ids)])


def queue_for(emails: Collection[str]) -> None:
    """Be the only import that looks for these addresses until the transaction ends."""
    execute(_QUEUE, [sorted(emails)])


def of_ids(ids: Collection[ClientId]) -> list[dto.Client]:
    return [row.to_dto() for row in models.Client.objects.filter(id__in=list(ids), merged_into=None)]


def of_emails(emails: Collection[str]) -> list[dto.Client]:
    """All with one of these addresses, the oldest first."""
    rows = models.Client.objects.filter(email__in=list(emails), merged_into=None)
    return [row.to_dto() for row in rows.order_by("id")]


def pages(most: int) -> Iterator[list[dto.Client]]:
    """All clients, so many at once."""
    after = UUID(int=0)
    while rows := list(models.Client.objects.filter(merged_into=None, id__gt=after).order_by("id")[:most]):
        yield [row.to_dto() for row in rows]
        after = rows[-1].id
