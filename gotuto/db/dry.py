"""Dry run: a unit of work that is done and then taken back, so that somebody learns what it would do.

A rollback takes back rows, but not the numbers that a sequence has given out. So a temporary stand-in lies in front of each
sequence, and in front of each table that numbers its rows itself, for as long as the transaction lasts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import Error, transaction

from gotuto.db.failures import is_transient
from gotuto.db.sql import execute
from gotuto.db.unit import Unit, in_unit, open_unit, opening

# The default of a view's column takes the place of the table's. Numbers begin beyond those of any real row, elsewhere for
# each session, so that dry runs do not wait for each other. The changed search path lets PostgreSQL look up the names in
# prepared statements again. Tables that no use case writes to, and those of events, which a dry run only gathers, have
# none: each costs about 5 kB of PostgreSQL's catalogue until the next vacuum.
_STAND_INS = r"""
DO $$
DECLARE
    here text := current_schema();
    path text := array_to_string(current_schemas(false), ', ');
    beginning bigint := 1000000000000000 + pg_backend_pid() * 10000000::bigint;
    counted record;
BEGIN
    PERFORM set_config('lock_timeout', '1s', true), set_config('statement_timeout', '1s', true);
    EXECUTE format('CREATE TEMP SEQUENCE dry_number START %%s', beginning);
    FOR counted IN
        SELECT sequence.relname AS sequence, owner.relname AS relation, key.attname AS key
        FROM pg_class AS sequence
        LEFT JOIN pg_depend AS owned
            ON owned.classid = 'pg_class'::regclass AND owned.objid = sequence.oid
            AND owned.refclassid = 'pg_class'::regclass AND owned.deptype IN ('a', 'i')
        LEFT JOIN pg_class AS owner ON owner.oid = owned.refobjid
        LEFT JOIN pg_attribute AS key ON key.attrelid = owner.oid AND key.attnum = owned.refobjsubid
        WHERE sequence.relkind = 'S' AND sequence.relnamespace = here::regnamespace
            AND sequence.relname NOT LIKE ALL (ARRAY['auth\_%%', 'django\_%%', 'gotuto\_outbox\_%%', 'waffle\_%%'])
    LOOP
        IF counted.relation IS NULL THEN
            EXECUTE format('CREATE TEMP SEQUENCE %%I START %%s', counted.sequence, beginning);
        ELSE
            EXECUTE format('CREATE TEMP VIEW %%I AS SELECT * FROM %%I.%%I', counted.relation, here, counted.relation);
            EXECUTE format('ALTER VIEW pg_temp.%%I ALTER %%I SET DEFAULT nextval(''pg_temp.dry_number'')',
                           counted.relation, counted.key);
        END IF;
    END LOOP;
    PERFORM set_config('search_path', 'pg_temp, ' || path, true);
END $$
"""


class DryRun(Unit):
    """What would have been told, woken and called."""

    def __init__(self) -> None:
        super().__init__()
        self.woken: list[tuple[str, UUID]] = []
        self.calls: list[str] = []
        self.numbers: set[str] = set()
        self.failure: Error | None = None

    @contextmanager
    def part(self) -> Iterator[None]:
        """A transaction of its own, if this were not a dry run: taken back alone when it fails."""
        kept = {handler: list(items) for handler, items in self.before_commit.items()}
        try:
            with transaction.atomic():
                yield
        except BaseException as error:
            self.before_commit = kept
            if isinstance(error, Error) and is_transient(error):
                # Whoever catches it would try again later; there is no later here.
                self.failure = error
            raise


@contextmanager
def dry_run() -> Iterator[DryRun]:
    """Do everything within as one unit, and take it back. Raises RuntimeError within a unit, which would not be.

    No statement and no wait for a lock takes longer than a second.
    """
    if in_unit():
        raise RuntimeError(
            "A dry run takes back all that is done in it, so that it cannot be a part of a unit of work."
        )
    run = DryRun()
    with transaction.atomic(), opening(run):
        execute(_STAND_INS)
        try:
            yield run
        finally:
            transaction.set_rollback(True)
    if run.failure is not None:
        raise run.failure


def is_dry_run() -> bool:
    """Whether all of this will be taken back, so that no number may be drawn that others wait for."""
    return isinstance(open_unit(), DryRun)


def wakes(saga: str, subject_id: UUID) -> None:
    """Note in a dry run which saga of which subject the commit would set going; otherwise nothing."""
    current = open_unit()
    if isinstance(current, DryRun):
        current.woken.append((saga, subject_id))


def drawn(number: str) -> str:
    """A number that has just been drawn for somebody to read; the answer of a dry run shows none in its place."""
    current = open_unit()
    if isinstance(current, DryRun):
        current.numbers.add(number)
    return number


def would_call(destination: str) -> bool:
    """Whether a call must not be made, because this is a dry run; it is noted instead."""
    current = open_unit()
    if isinstance(current, DryRun):
        current.calls.append(destination)
        return True
    return False
