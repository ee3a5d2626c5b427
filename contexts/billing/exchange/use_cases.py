"""Clients as a table that is exchanged: rows are checked, written by the use cases of clients, and read out again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from contexts.billing.clients.dto import Client
from contexts.billing.clients.use_cases import create_client, update_client
from contexts.billing.exchange import domain, statements
from contexts.billing.exchange.domain import Stand
from gotuto.ids import ClientId
from gotuto.imports.errors import RowsRefused
from gotuto.imports.tables import Outcome, Problem, Row, Table

# So many clients are read at once.
_PAGE = 1_000


def _check(rows: Sequence[Row]) -> list[Problem]:
    """What is wrong with these rows, by how things stand now."""
    return domain.made(rows, _stand(rows)).problems


def _write(rows: Sequence[Row], now: datetime) -> Mapping[int, Outcome]:
    """Enter who is new, and change what differs. Raises RowsRefused."""
    statements.queue_for({row.values["email"] for row in rows if not row.values.get("id")})
    statements.lock(_stand(rows).by_id.keys())
    plan = domain.made(rows, _stand(rows))
    if plan.problems:
        raise RowsRefused(said=plan.problems[0].said)
    for said in plan.new:
        create_client(**said, now=now)
    for client_id, changes in plan.changed:
        update_client(client_id=client_id, **changes, now=now)
    return plan.outcomes


def _stand(rows: Sequence[Row]) -> Stand:
    named = [ClientId(UUID(row.values["id"])) for row in rows if row.values.get("id")]
    emails = {row.values["email"] for row in rows if not row.values.get("id")}
    found = [*statements.of_ids(named), *statements.of_emails(emails)]
    by_email: dict[str, list[ClientId]] = {}
    for one in found:
        if one.email in emails and one.id not in by_email.setdefault(one.email, []):
            by_email[one.email].append(one.id)
    return Stand(by_id={one.id: one for one in found}, by_email=by_email, currency=settings.GOTUTO_CURRENCY)


def _pages() -> Iterator[list[list[Any]]]:
    for clients in statements.pages(_PAGE):
        yield [_cells(one) for one in clients]


def _cells(client: Client) -> list[Any]:
    limit = client.credit_limit
    said = {
        **{name: getattr(client, name) for name in domain.PLAIN},
        **{name: getattr(client.address, of) if client.address else None for name, of in domain.ADDRESS.items()},
        "id": client.id,
        "currency": client.currency,
        "credit_limit": None if limit is None else limit.amount,
    }
    return [said[column.name] for column in domain.COLUMNS]


CLIENTS = Table(
    columns=domain.COLUMNS,
    unique=("id",),
    bundle=domain.bundle,
    check=_check,
    write=_write,
    pages=_pages,
)
