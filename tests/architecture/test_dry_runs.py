"""Every write of the access table is played dry, by everybody: it answers as the table says, and nothing has changed."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from redis import Redis

from gotuto import wakeups
from gotuto.runtime.valkey import Valkey
from gotuto.wakeups import pubsub
from gotuto.wakeups.notifying import Notifier
from tests.architecture import access, world
from tests.architecture.access import Line
from tests.architecture.test_access import LINES, request
from tests.architecture.world import World

WRITES = [line for line in LINES if line.method != "GET"]

# Nothing is put off to later, and where there was nothing to say there is a report now.
AS_DRY = {202: 201, 204: 200}


@pytest.fixture
def valkey(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A Valkey that nobody else speaks to, and a notifier that speaks to it."""
    server = Valkey(tmp_path)
    with ExitStack() as stack, Redis.from_url(server.url()) as client:
        stack.callback(server.stop)
        server.start()
        monkeypatch.setattr(pubsub, "valkey", lambda: client)
        monkeypatch.setattr(wakeups.notifier, "notify", Notifier(pubsub.send).notify)
        yield client


@pytest.fixture
def shop(transactional_db: None, settings: Any) -> World:
    """A shop without limits, which count dry runs too."""
    settings.GOTUTO_RATES = {}
    return world.build()


@pytest.fixture
def heard(shop: World, valkey: Any) -> Iterator[Iterator[Any]]:
    """What is published once the shop is there."""
    with valkey.pubsub() as ear:
        ear.psubscribe("*")
        assert ear.get_message(timeout=5)["type"] == "psubscribe"
        yield ear.listen()


def test_no_write_changes_anything(shop: World, valkey: Any, heard: Iterator[Any]) -> None:
    before = everything(valkey)
    for line in WRITES:
        answers = {who: play(shop, line, who) for who in access.PEOPLE}
        assert answers == {who: AS_DRY.get(status, status) for who, status in line.statuses.items()}, str(line)
        assert changed(before, everything(valkey)) == [], str(line)
    # Whatever was said before would be heard before this, or with it.
    wakeups.notify("the end")
    assert next(heard)["data"] == b"the end"


def test_a_real_write_is_noticed(shop: World, valkey: Any, heard: Iterator[Any]) -> None:
    before = everything(valkey)
    (line,) = [line for line in WRITES if str(line) == "POST orders (guest's)"]
    assert request(shop, line, "holder").status_code == 202
    assert {"order_cart", "order_number", "order_order", "order_streamrow", "order_streamrow_position_seq"} <= set(
        changed(before, everything(valkey))
    )
    assert b"sagas" in next(heard)["data"]


def play(shop: World, line: Line, who: str) -> int:
    answer = request(shop, line, who, Prefer="dry-run", Idempotency_Key="once")
    assert answer["Preference-Applied"] == "dry-run"
    assert (answer.status_code >= 400) != ("dry_run" in answer.json())
    return int(answer.status_code)


def everything(valkey: Any) -> dict[str, Any]:
    """What there is: a digest of each table, the last number of each sequence, what the database knows, Valkey's keys."""
    with connection.cursor() as cursor:
        return {**_tables(cursor), **_sequences(cursor), **{key.decode(): valkey.dump(key) for key in valkey.keys("*")}}


def _tables(cursor: Any) -> dict[str, Any]:
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    names = [name for (name,) in cursor.fetchall()]
    cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{name}', md5(string_agg(row::text, ' ' ORDER BY row::text)) FROM {name} AS row"
            for name in [*names, "pg_namespace"]
        )
    )
    return dict(cursor.fetchall())


def _sequences(cursor: Any) -> dict[str, Any]:
    cursor.execute("SELECT sequencename, last_value FROM pg_sequences")
    return dict(cursor.fetchall())


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
