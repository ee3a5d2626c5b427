"""The database that a command of recovery works on; the embedded one is started where nothing runs on its data."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError
from django.db import connection

from config.environment import DATA_DIR, configuration
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.paths import Paths
from gotuto.runtime.postgres import Postgres
from gotuto.runtime.single import only_instance

# A server that recovers from an archive replays all that was written since its base backup.
_PATIENCE = 3600


@contextmanager
def reachable_database() -> Iterator[None]:
    """The database of DATABASE_URL or of the running instance, or else the embedded one, which nobody starts meanwhile.

    Raises CommandError where it cannot be started.
    """
    if configuration["DATABASE_URL"]:
        yield
        return
    paths = Paths(DATA_DIR)
    try:
        paths.create()
        with only_instance(paths), _started(Postgres(DATA_DIR)):
            yield
    except CannotStart as refusal:
        raise CommandError(str(refusal)) from None


@contextmanager
def _started(server: Postgres) -> Iterator[None]:
    server.start(seconds=_PATIENCE)
    try:
        connection.settings_dict.update(
            HOST=str(server.paths.sockets()), PASSWORD=server.password_file.read_text().strip()
        )
        yield
    finally:
        connection.close()
        server.stop()
