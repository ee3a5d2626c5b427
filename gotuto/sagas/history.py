"""The audit trail of a saga's steps: entries of its row's `history`, written by the statement that moves it."""

from typing import Any

from django.utils import timezone

from gotuto import db, trace

Entry = dict[str, Any]


def entry(step: str, outcome: str, note: str = "") -> Entry:
    """What became of a step just now: done, undone, refused, waiting or overdue."""
    told = {"at": timezone.now(), "step": step, "outcome": outcome}
    return {**told, "note": note} if note else told


def by_a_person(outcome: str, note: str = "") -> Entry:
    """What somebody asked of the saga as a whole, and who."""
    actor = trace.actor()
    return {**entry("", outcome, note), **({"actor": actor} if actor else {})}


def as_json(entries: list[Entry]) -> str:
    """Entries as the parameter of a statement that appends them."""
    return db.as_json(entries)
