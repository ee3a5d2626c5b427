"""The cache: kept for a while, never older than the last event that was committed, and right without Valkey."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.cache import cache as of_process
from django.db import transaction
from redis import Redis

from gotuto import caching
from gotuto.caching import Cached, store
from gotuto.db import unit, unit_of_work

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Shelf:
    """Some plain data."""

    name: str
    places: tuple[int, ...]


class Reckoning:
    """Says something else each time, and how often it was asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Shelf:
        self.times += 1
        return Shelf("Tea", (self.times,))


@pytest.fixture
def valkey(settings):
    settings.GOTUTO_CACHE_SECONDS = 60
    server = Redis.from_url(settings.REDIS_URL)
    yield server
    server.delete(*server.keys("gotuto.cache.*"), "none")


@pytest.fixture
def ask(valkey):
    """Have whatever asks for a server ask another one from then on; in the end the first."""

    def other(url):
        store.server.cache_clear()
        settings.REDIS_URL = url

    before = settings.REDIS_URL
    yield other
    other(before)
    of_process.clear()


SHELVES = Cached("test.shelves", Shelf)


@unit_of_work
def change():
    caching.outdate(["test.shelves"])


def test_an_answer_is_kept_under_its_question(valkey):
    reckon = Reckoning()
    assert [SHELVES.get(["tea"], reckon) for _ in range(3)] == [Shelf("Tea", (1,))] * 3
    assert SHELVES.get(["cups"], reckon) == Shelf("Tea", (2,))
    kept = valkey.keys("gotuto.cache.test.shelves.*")
    assert len(kept) == 2
    assert all(0 < valkey.ttl(key) <= 60 for key in kept)


def test_what_was_reckoned_before_a_change_is_not_taken_after_it(valkey):
    reckon = Reckoning()

    def reckon_while_somebody_changes_it():
        answer = reckon()
        with transaction.atomic():
            caching.outdate(["test.shelves"])
        return answer

    SHELVES.get([], reckon_while_somebody_changes_it)
    assert SHELVES.get([], reckon) == Shelf("Tea", (2,))
    change()
    assert SHELVES.get([], reckon) == Shelf("Tea", (3,))


def test_what_is_rolled_back_makes_nothing_stale_and_what_is_not_committed_is_not_kept(valkey):
    reckon = Reckoning()
    SHELVES.get([], reckon)

    def change_and_fail():
        with unit():
            caching.outdate(["test.shelves"])
            assert SHELVES.get([], reckon) == Shelf("Tea", (2,))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert SHELVES.get([], reckon) == Shelf("Tea", (1,))


def test_without_valkey_everything_is_reckoned_and_it_is_left_alone_for_a_while(ask, tmp_path):
    reckon, alive = Reckoning(), settings.REDIS_URL
    ask(f"unix://{tmp_path}/nobody.sock?db=0")
    assert [SHELVES.get([], reckon).places for _ in range(2)] == [(1,), (2,)]
    change()
    ask(alive)
    assert [SHELVES.get([], reckon).places for _ in range(2)] == [(3,), (4,)]
    of_process.clear()
    assert [SHELVES.get([], reckon).places for _ in range(2)] == [(5,), (5,)]


def test_what_is_too_large_is_not_kept(valkey):
    large = Shelf("x" * 300_000, ())
    SHELVES.get([], lambda: large)
    assert SHELVES.get([], Reckoning()) == Shelf("Tea", (1,))


def test_nothing_is_kept_where_nobody_wants_it(valkey, settings):
    settings.GOTUTO_CACHE_SECONDS = 0
    reckon = Reckoning()
    assert [SHELVES.get([], reckon).places for _ in range(2)] == [(1,), (2,)]
    change()
    assert valkey.keys("gotuto.cache.*") == []


def test_another_release_answers_for_itself(valkey, monkeypatch):
    reckon = Reckoning()
    SHELVES.get([], reckon)
    monkeypatch.setattr(caching, "VERSION", "99.0.0")
    assert SHELVES.get([], reckon) == Shelf("Tea", (2,))
