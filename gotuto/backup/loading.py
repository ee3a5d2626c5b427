"""A dump into the database: pg_restore writes its statements, psql runs them, in one transaction.

The transaction ends with the tables in a schema of their own, in which no program of the shop looks: what is restored stands
there until it is proven, and `let_in` makes it the shop's in one step.
"""

import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import IO

from django.db import Error, transaction

from gotuto.backup.errors import FilledMeanwhile, RestoreFailed
from gotuto.backup.server import client_environment
from gotuto.backup.tools import Tools
from gotuto.db import execute

ASIDE = "gotuto_restored"
_BLOCK = 256 * 1024
_BEFORE = f"BEGIN;\nSET client_min_messages = warning;\nDROP SCHEMA IF EXISTS {ASIDE} CASCADE;\n".encode()
_AFTER = f"ALTER SCHEMA public RENAME TO {ASIDE};\nCREATE SCHEMA public;\nCOMMIT;\n".encode()
# pg_restore 17 writes it whatever the server, and no server before 17 knows it.
_OF_LATER_SERVERS = b"SET transaction_timeout = 0;\n"
_PSQL = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
_PG_RESTORE = ("--no-owner", "--no-privileges", "--schema=public", "--file=-")


def load(tools: Tools, parts: Iterable[bytes], *, server: int) -> None:
    """Restore a dump aside. Raises RestoreFailed, and what `parts` raises; the database is then as it was."""
    with (
        _started(tools, "pg_restore", _PG_RESTORE) as (reading, why_not_read),
        _started(tools, "psql", _PSQL) as (running, why_not_run),
    ):
        feeder = _Feeder(reading, parts)
        feeder.start()
        try:
            _run(reading, running, server)
        except BrokenPipeError:
            reading.kill()
        feeder.join()
        # Without COMMIT it all is rolled back.
        if reading.wait() == 0 and feeder.failure is None:
            with suppress(BrokenPipeError):
                _write(running, _AFTER)
        _close(running)
        if running.wait() or reading.returncode or feeder.failure:
            raise feeder.failure or RestoreFailed(reason=_last_words(why_not_run) or _last_words(why_not_read))


def _run(reading: subprocess.Popen[bytes], running: subprocess.Popen[bytes], server: int) -> None:
    statements = reading.stdout
    assert statements is not None
    _write(running, _BEFORE)
    first = statements.read(_BLOCK)
    _write(running, first if server >= 17 else first.replace(_OF_LATER_SERVERS, b""))
    for block in iter(lambda: statements.read(_BLOCK), b""):
        _write(running, block)


@contextmanager
def looking_aside() -> Iterator[None]:
    """Statements without a schema speak of the restored shop, and may take their time."""
    execute(f"SET search_path = {ASIDE}")
    execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        execute("RESET search_path")
        execute("RESET statement_timeout")


def let_in() -> None:
    """Make the restored shop the one that everybody sees. Raises FilledMeanwhile."""
    try:
        with transaction.atomic():
            execute("DROP SCHEMA public")
            execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")
    except Error:
        raise FilledMeanwhile(schema=ASIDE) from None


class _Feeder(Thread):
    """Writes the parts of a dump to pg_restore; keeps what went wrong."""

    def __init__(self, process: subprocess.Popen[bytes], parts: Iterable[bytes]) -> None:
        super().__init__(daemon=True)
        self._process = process
        self._parts = parts
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            for part in self._parts:
                _write(self._process, part)
        except BrokenPipeError:
            pass  # Whoever ends early says so by its exit code.
        except Exception as failure:
            self.failure = failure
        _close(self._process)


@contextmanager
def _started(
    tools: Tools, name: str, arguments: tuple[str, ...]
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    with (
        tempfile.TemporaryFile() as words,
        subprocess.Popen(  # noqa: S603
            [tools.program(name), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=words,
            env=client_environment(),
        ) as process,
    ):
        try:
            yield process, words
        finally:
            process.kill()
            _close(process)


def _write(process: subprocess.Popen[bytes], data: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.flush()


def _close(process: subprocess.Popen[bytes]) -> None:
    assert process.stdin is not None
    with suppress(BrokenPipeError):
        process.stdin.close()


def _last_words(words: IO[bytes]) -> str:
    words.seek(0)
    return "\n".join(words.read().decode(errors="replace").strip().splitlines()[:5])
