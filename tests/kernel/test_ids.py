"""Ids: version 7 UUIDs (RFC 9562), unique and ascending in time."""

import uuid
from datetime import UTC, datetime

from gotuto import ids


def test_an_id_is_a_version_7_uuid():
    made = ids.new_id()
    assert made.version == 7
    assert made.variant == uuid.RFC_4122


def test_ids_are_unique():
    assert len({ids.new_id() for _ in range(10_000)}) == 10_000


def test_a_later_id_is_greater(monkeypatch):
    clock = iter([1_700_000_000_000_000_000, 1_700_000_000_001_000_000, 1_900_000_000_000_000_000])
    monkeypatch.setattr(ids.time, "time_ns", lambda: next(clock))
    made = [ids.new_id() for _ in range(3)]
    assert made == sorted(made)
    assert made[0].int >> 80 == 1_700_000_000_000


def test_a_moment_parts_the_ids_before_it_from_those_after(monkeypatch):
    moment = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    nanoseconds = int(moment.timestamp()) * 1_000_000_000
    clock = iter([nanoseconds - 1, nanoseconds])
    monkeypatch.setattr(ids.time, "time_ns", lambda: next(clock))
    before, after = ids.new_id(), ids.new_id()
    assert before < ids.first_id(moment) < after
