"""`Prefer: dry-run` on a write (RFC 7240): the answer says what would be, and nothing is changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.db import Error
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from gotuto.db import DryRun, dry_run, sqlstate
from gotuto.events import DomainEvent, encode
from gotuto.http.access import principal
from gotuto.http.rendering import to_json
from gotuto.sagas import engine

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

# With a value too: whoever sends `dry-run=1` must not be surprised by the real thing.
_TOKEN = re.compile(r"(?:^|,)\s*dry-run\s*(?:$|[=;,])", re.IGNORECASE)

# Appendix A of PostgreSQL: lock_not_available, query_canceled.
_TIMED_OUT = frozenset({"55P03", "57014"})

# Validators and addresses of what is not there.
_OF_NOTHING = ("ETag", "Location")

Again = Callable[[UUID, Request], Any]


class DryRunTimedOut(APIException):
    """A lock or a statement took longer than a dry run may keep others waiting."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    wait = 1

    def __init__(self) -> None:
        super().__init__(
            "Somebody is changing the same thing, and a dry run waits for a second at most. Nothing was changed; "
            "try again in a moment, or send the request without 'Prefer: dry-run', which waits longer."
        )


@dataclass(frozen=True, kw_only=True)
class ToldEvent:
    """An event that would be told; `data` is for staff."""

    name: str
    schema: int
    aggregate_id: UUID
    data: dict[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What else would happen: events in the order in which they would be told, and calls to the outside."""

    events: tuple[ToldEvent, ...]
    would_call: tuple[str, ...]


def is_preferred(header: str) -> bool:
    """Whether a Prefer header asks for a dry run."""
    return _TOKEN.search(header) is not None


def is_wanted(request: Request) -> bool:
    """Whether this request is a write that must change nothing; a read changes nothing anyway."""
    preferred = request.META.get("HTTP_PREFER")
    return preferred is not None and request.method in WRITES and is_preferred(preferred)


def answer(
    perform: Callable[[Callable[[], Any]], Response], effect: Callable[[], Any], again: Again | None, request: Request
) -> Response:
    """The answer that `perform` makes of the effect, with a report beside it. Raises DryRunTimedOut."""
    try:
        with dry_run() as run:
            response = perform(lambda: _with_what_follows(run, effect(), again, request))
    except Error as error:
        if sqlstate(error) not in _TIMED_OUT:
            raise
        raise DryRunTimedOut from error
    return _reported(response, run, with_data=principal(request).is_staff)


def _with_what_follows(run: DryRun, result: Any, again: Again | None, request: Request) -> Any:
    """The result once the sagas that it set going have gone as far as they can."""
    for saga, subject_id in run.woken:
        engine.run_of(saga, subject_id)
    return again(result.id, request) if run.woken and again is not None else result


def _report(run: DryRun, *, with_data: bool) -> Report:
    told = [event for items in run.before_commit.values() for event in items if isinstance(event, DomainEvent)]
    events = tuple(
        ToldEvent(
            name=event.name,
            schema=event.schema,
            aggregate_id=event.aggregate_id,
            data=encode(event) if with_data else None,
        )
        for event in told
    )
    return Report(events=events, would_call=tuple(run.calls))


def _reported(response: Response, run: DryRun, *, with_data: bool) -> Response:
    body = {} if response.data is None else msgspec.json.decode(to_json(response.data))
    report = msgspec.json.decode(to_json(_report(run, with_data=with_data)))
    response.data = _without(run.numbers, {**body, "dry_run": report})
    if response.status_code == status.HTTP_204_NO_CONTENT:
        response.status_code = status.HTTP_200_OK
    for name in _OF_NOTHING:
        response.headers.pop(name, None)
    return response


def _without(numbers: set[str], data: Any) -> Any:
    """The same with null in the place of each number that was not really drawn."""
    if isinstance(data, dict):
        return {name: _without(numbers, part) for name, part in data.items()}
    if isinstance(data, list):
        return [_without(numbers, part) for part in data]
    return None if isinstance(data, str) and data in numbers else data
