"""The path of a request as the database tells it: events, handlers, sagas with their steps, and calls to the outside.

Distributed traces need a receiver and are sampled; these rows are always there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gotuto.db import fetch_all
from gotuto.outbound.models import wearers
from gotuto.outbox.models import Delivery, Event
from gotuto.sagas.lookup import subjects_called
from gotuto.sagas.models import SagaRun
from gotuto.sagas.timeline import timeline

# Of one thing, such as an order, so many requests are told; the latest.
_MOST = 50


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that is known to have happened, or that is still to come."""

    correlation_id: str
    at: datetime
    # Seconds since the first mark of the same request.
    after: float
    kind: str
    what: str
    state: str
    note: str = ""


def find(what: str) -> list[Mark]:
    """All that a request set off, by its correlation id; or all requests of one thing, by its number or id."""
    return [mark for correlation_id in _correlations(what) for mark in _of_request(correlation_id)]


def _correlations(what: str) -> list[str]:
    if Event.objects.filter(correlation_id=what).exists():
        return [what]
    # A thing has few events, and there is an index by thing and sequence.
    events = Event.objects.filter(aggregate_id__in=_things(what)).order_by("-sequence")
    known = dict.fromkeys(events.values_list("correlation_id", flat=True)[: 10 * _MOST])
    return list(known)[:_MOST][::-1]


def _things(what: str) -> list[UUID]:
    try:
        return [UUID(what)]
    except ValueError:
        return subjects_called(what)


def _of_request(correlation_id: str) -> list[Mark]:
    events = list(Event.objects.filter(correlation_id=correlation_id).order_by("sequence"))
    rows = sorted(
        [*_events(events), *_sagas(events, correlation_id), *_calls(correlation_id)], key=lambda row: row["at"]
    )
    return [
        Mark(correlation_id=correlation_id, after=round((row["at"] - rows[0]["at"]).total_seconds(), 3), **row)
        for row in rows
    ]


def _events(events: list[Event]) -> Iterator[dict[str, Any]]:
    names = {event.sequence: event.name for event in events}
    for event in events:
        yield {"at": event.recorded_at, "kind": "event", "what": event.name, "state": "published"}
    for row in Delivery.objects.filter(event_id__in=names).order_by("id"):
        at, tries = row.finished_at or row.due_at, f"attempt {row.attempts}" if row.attempts > 1 else ""
        yield {
            "at": at,
            "kind": "handler",
            "what": f"{names[row.event_id]} by {row.handler}",
            "state": row.state,
            "note": row.last_error or tries,
        }


def _sagas(events: list[Event], correlation_id: str) -> Iterator[dict[str, Any]]:
    subjects = {event.aggregate_id for event in events}
    for row in SagaRun.objects.filter(subject_id__in=subjects, correlation_id=correlation_id).order_by("started_at"):
        yield {"at": row.started_at, "kind": "saga", "what": row.name, "state": "started"}
        for entry in timeline(row):
            what = f"{row.name}: {entry.step}" if entry.step else row.name
            yield {"at": entry.at, "kind": "step", "what": what, "state": entry.outcome, "note": entry.note}
        attention = "needs attention: " if row.needs_attention else ""
        if row.finished_at or attention:
            note = f"{attention}{row.last_error}"
            yield {
                "at": row.finished_at or row.due_at,
                "kind": "saga",
                "what": row.name,
                "state": row.state,
                "note": note,
            }


def _calls(correlation_id: str) -> Iterator[dict[str, Any]]:
    for model in wearers():
        # Told with its condition, so that a plan for any id may use the index.
        rows = fetch_all(
            f"SELECT coalesce(done_at, due_at), destination, status, outcome_code FROM {model._meta.db_table}"  # noqa: S608
            " WHERE correlation_id = %s AND correlation_id <> '' ORDER BY due_at",
            [correlation_id],
        )
        for at, destination, status, outcome in rows:
            yield {"at": at, "kind": "call", "what": f"to {destination}", "state": status, "note": outcome}
