"""A PostgreSQL cluster with every migration: made once for a test run, and laid into the folder of who is about to start one.

    lay(root)        # before Postgres(root).start() or `make up` there, which find nothing left to make

A program that runs by itself, without a test run around it, makes its own.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg

from gotuto.runtime.postgres import Postgres
from tests import migrated
from tests.runtime.processes import PROJECT

_PARTS = ("postgres", "postgres.password")


def lay(root: Path) -> None:
    """Put a copy where the cluster of `root` would be made."""
    if run := os.environ.get("GOTUTO_TEST_SERVERS"):
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept = _kept(Path(run))
        subprocess.run(["cp", "-a", *(str(kept / part) for part in _PARTS), str(root)], check=True)


def _kept(run: Path) -> Path:
    ready = run / f"cluster-{migrated.fingerprint(migrated.migrations())}"
    with (run / "cluster.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            draft = run / "cluster-draft"
            shutil.rmtree(draft, ignore_errors=True)
            _make(draft)
            draft.rename(ready)
    return ready


def _make(root: Path) -> None:
    server = Postgres(root, fast=True)
    server.start()
    try:
        told = {"DATABASE_URL": server.url(), "GOTUTO_DATA_DIR": str(root), "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(command, cwd=PROJECT, env={**os.environ, **told}, check=True)
        with psycopg.connect(server.url(), autocommit=True) as session:
            # Tests kill processes and never cut the power: what was written outlives the process without a sync of the disk.
            session.execute("ALTER SYSTEM SET fsync = off")
    finally:
        server.stop()
