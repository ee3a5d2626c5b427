"""Gunicorn's hooks: a directory in which the web processes keep their counters, for as long as the server runs."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

_SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  in memory, because every request writes there


def on_starting(server: Any) -> None:
    where = _SHARED_MEMORY if os.access(_SHARED_MEMORY, os.W_OK) else None
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="gotuto-metrics-", dir=where)


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
