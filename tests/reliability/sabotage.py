"""What protects an order or an invoice is taken away on purpose, so that the crash points are seen to notice it."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.db import connection, transaction

from gotuto import leases
from gotuto.sagas import runs
from gotuto.sagas.history import Entry

# Every condition of the fence but the id.
_FENCE = re.compile(r" AND claimed\.(?:fencing_token|step|state|status) (?:= %\(\w+\)s|= '\w+'|IN \([^)]*\))")

_LAST_DATE = "greatest(counter.last_date, excluded.last_date)"


def without_fence() -> None:
    """Whoever comes late writes all the same."""

    def unfenced(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute(_FENCE.sub("", sql), params, many, context)

    connection.execute_wrappers.append(unfenced)
    leases.check_fence = lambda rows_hit, what: None


def without_shared_transaction() -> None:
    """The effect of a step is committed, and its advance after it."""
    advance = runs.advance

    def later(held: runs.Claim, *, state: str, step: int, entries: list[Entry]) -> runs.Claim:
        transaction.on_commit(lambda: advance(held, state=state, step=step, entries=entries))
        return replace(held, state=state, step=step, attempts=1)

    runs.advance = later


def without_dates() -> None:
    """An invoice gets the date of its clock, whatever that of the number before is."""

    def undated(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        return execute(sql.replace(_LAST_DATE, "excluded.last_date"), params, many, context)

    connection.execute_wrappers.append(undated)


def without_keys() -> None:
    """The gateway is told another key each time, and takes each repetition for a wish of its own."""
    from contexts.billing.payments.gateways import sandbox
    from gotuto.ids import new_id

    request = sandbox.request

    def unkeyed(method: str, url: str, *, headers: dict[str, str], **more: Any) -> Any:
        forgetful = {**headers, "Idempotency-Key": str(new_id())} if "Idempotency-Key" in headers else headers
        return request(method, url, headers=forgetful, **more)

    sandbox.request = unkeyed


SABOTAGES = {
    "fence": without_fence,
    "transaction": without_shared_transaction,
    "dates": without_dates,
    "keys": without_keys,
}
