"""Gunicorn's hooks: a directory in which the web processes keep their counters, for as long as the server runs."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  in memory, because every request writes there

# As early as this file is read: what counts looks for the directory when it is loaded, which the worker's class does already.
_COUNTERS = tempfile.mkdtemp(
    prefix="gotuto-metrics-", dir=_SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None
)
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _COUNTERS


def on_exit(server: Any) -> None:
    shutil.rmtree(_COUNTERS, ignore_errors=True)
