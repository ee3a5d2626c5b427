"""Tables are changed while others use them: a migration lets them through, and an index is built beside them."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.db.migrations.state import ProjectState
from psycopg.errors import LockNotAvailable

from gotuto.db import execute, fetch_all, fetch_one, patience
from gotuto.db.indexes import AddIndexInUse, RemoveIndexInUse
from gotuto.db.patience import patiently
from tests.promise import tables

TABLE = "config_invariantlook"
INDEX = models.Index(fields=["reserved"], name="inventory_planted")


def another() -> psycopg.Connection[tuple[object, ...]]:
    server = os.environ["DATABASE_URL"].rpartition("/")[0]
    return psycopg.connect(f"{server}/{connection.settings_dict['NAME']}", application_name="a-long-report")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "LOCK_TIMEOUT", "50ms")


@pytest.fixture
def reader(db: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody who has read the table, and whose transaction is still open."""
    with another() as session:
        session.execute(f"SELECT FROM {TABLE}")
        yield session


def widen() -> None:
    with transaction.atomic():
        execute(f"ALTER TABLE {TABLE} ADD COLUMN planted int")


def test_who_finds_a_table_in_use_lets_others_through_and_comes_back(impatient, reader):
    said: list[str] = []

    def others_come_and_go(seconds: float) -> None:
        with another() as newcomer:
            newcomer.execute("SET lock_timeout = '50ms'")
            newcomer.execute(f"SELECT FROM {TABLE}")
        reader.rollback()

    patiently(widen, say=said.append, pause=others_come_and_go)

    [line] = said
    assert (
        f"A table is in use; process {reader.info.backend_pid} (a-long-report) has had a transaction open for" in line
    )
    assert "trying again in 0.5 s (1 of 60)." in line
    assert fetch_all(f"SELECT planted FROM {TABLE}") == []


def test_pauses_grow_and_end(impatient, reader, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patience, "TRIES", 7)
    pauses: list[float] = []

    with pytest.raises(OperationalError) as refused:
        patiently(widen, say=lambda line: None, pause=pauses.append)

    assert isinstance(refused.value.__cause__, LockNotAvailable)
    assert pauses == [0.5, 1, 2, 4, 5, 5]


def test_any_other_failure_is_told_at_once(db):
    said: list[str] = []

    def fail() -> None:
        raise OperationalError("the server closed the connection")

    with pytest.raises(OperationalError, match="the server closed"):
        patiently(fail, say=said.append)
    assert said == []


def test_there_is_time_for_the_work_but_only_for_that(db):
    seen: list[object] = []
    look = (
        "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'),"
        " current_setting('idle_in_transaction_session_timeout')"
    )
    before = fetch_one(look)

    patiently(lambda: seen.append(fetch_one(look)), say=seen.append)

    assert [tuple(row) for row in seen] == [("1s", "0", "0")]
    assert fetch_one(look) == before


def test_migrate_is_patient(db, monkeypatch: pytest.MonkeyPatch):
    asked: list[Callable[[], None]] = []
    monkeypatch.setattr("config.management.commands.migrate.patiently", lambda work, say: (asked.append(work), work()))
    told = StringIO()

    call_command("migrate", plan=True, stdout=told)

    assert len(asked) == 1
    assert "No planned migration operations." in told.getvalue()


@pytest.fixture
def session(db: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody outside of the test's transaction, who clears away what it built."""
    with closing(another()) as session:
        session.autocommit = True
        yield session
        session.execute("DROP INDEX IF EXISTS inventory_planted")


def apply(operation: AddIndexInUse | RemoveIndexInUse, state: ProjectState | None = None) -> ProjectState:
    """Do it outside of the test's transaction; the state of the models afterwards."""
    before = state or tables.loader().project_state()
    after = before.clone()
    operation.state_forwards("inventory", after)
    own = connection.copy()
    with closing(own), own.schema_editor(atomic=False) as editor:
        operation.database_forwards("inventory", editor, before, after)
    return after


def validity(session: psycopg.Connection[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The row of the index, whether it is whole, where there is one."""
    return session.execute(
        "SELECT indexrelid, indisvalid FROM pg_index WHERE indexrelid = to_regclass('inventory_planted')"
    ).fetchall()


def test_an_index_is_built_and_dropped_in_use(session):
    state = apply(AddIndexInUse("stockitem", INDEX))
    assert [valid for _, valid in validity(session)] == [True]
    apply(RemoveIndexInUse("stockitem", "inventory_planted"), state)
    assert validity(session) == []


def test_what_an_attempt_that_was_cut_off_left_behind_is_built_anew(session):
    session.execute("CREATE INDEX inventory_planted ON inventory_stockitem (reserved)")
    session.execute("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'inventory_planted'::regclass")

    apply(AddIndexInUse("stockitem", INDEX))

    assert [valid for _, valid in validity(session)] == [True]


def test_an_index_that_is_there_and_whole_stays(session):
    session.execute("CREATE INDEX inventory_planted ON inventory_stockitem (reserved)")
    before = validity(session)

    apply(AddIndexInUse("stockitem", INDEX))

    assert validity(session) == before


def test_an_index_is_not_built_in_use_within_a_transaction(db):
    state, build = tables.loader().project_state(), AddIndexInUse("stockitem", INDEX).database_forwards
    with connection.schema_editor() as editor, pytest.raises(DatabaseError, match="inside a transaction"):
        build("inventory", editor, state, state)
