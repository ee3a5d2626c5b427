"""One instance per data directory: a lock that the kernel gives back when its holder dies, however it dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator

from gotuto.runtime.errors import CannotStart
from gotuto.runtime.paths import Paths


@contextlib.contextmanager
def only_instance(paths: Paths) -> Iterator[None]:
    """Hold the data directory. Raises CannotStart when another instance holds it."""
    with paths.lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            raise CannotStart(
                f"An instance already runs on {paths.root} (process {holder}). Use that one, stop it (kill {holder}), "
                "or give this one another directory and port: make up GOTUTO_DATA_DIR=… PORT=…"
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
