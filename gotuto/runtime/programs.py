"""The programs of the application, as command lines; the image and the supervisor start the same ones."""

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from gotuto.runtime.instance import PROJECT, Instance
from gotuto.runtime.paths import Paths
from gotuto.runtime.service import Program

NAMES = ("web", "worker", "beat")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes unnamed files there


def manage(*arguments: str) -> list[str]:
    """A management command."""
    return [sys.executable, str(PROJECT / "manage.py"), *arguments]


def web(environ: Mapping[str, str], *, host: str, port: int) -> list[str]:
    """The web server."""
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
        *("--config", str(PROJECT / "config" / "gunicorn.py")),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        *("--worker-class", "gotuto.runtime.http_worker.HttpWorker"),
        *("--workers", environ.get("GOTUTO_WEB_WORKERS", "2"), "--threads", environ.get("GOTUTO_WEB_THREADS", "4")),
        *("--timeout", "60", "--graceful-timeout", "8", "--keep-alive", "5"),
        # The heartbeat of a worker must never wait for a disk.
        *(["--worker-tmp-dir", str(SHARED_MEMORY)] if os.access(SHARED_MEMORY, os.W_OK) else []),
        "--no-control-socket",
    ]


def worker(environ: Mapping[str, str]) -> list[str]:
    """The Celery worker."""
    return [
        *(sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "prefork", "-Q", "default"),
        *("-c", environ.get("GOTUTO_WORKER_PROCESSES", "2"), "-l", environ.get("LOG_LEVEL", "INFO")),
        # Workers need not know of each other: what they share stands in PostgreSQL.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def beat(environ: Mapping[str, str], *, data_dir: Path) -> list[str]:
    """The clock."""
    schedule = data_dir / "beat-schedule"
    return [
        *(sys.executable, "-m", "celery", "-A", "config", "beat", "--pidfile", ""),
        *("-s", str(schedule), "-l", environ.get("LOG_LEVEL", "INFO")),
    ]


def application(instance: Instance, environment: Mapping[str, str]) -> list[Program]:
    """The three programs of an instance."""
    return [
        program(
            instance.paths, environment, "web", "Web server", web(environment, host=instance.host, port=instance.port)
        ),
        # SIGQUIT: without a parent there is nobody left to wait for running tasks; their leases run out by themselves.
        program(instance.paths, environment, "worker", "Worker", worker(environment), death_signal=signal.SIGQUIT),
        program(instance.paths, environment, "beat", "Beat", beat(environment, data_dir=instance.paths.root)),
    ]


def program(
    paths: Paths,
    environment: Mapping[str, str],
    name: str,
    title: str,
    command: list[str],
    *,
    death_signal: int = signal.SIGTERM,
) -> Program:
    return Program(
        name=name,
        title=title,
        command=command,
        paths=paths,
        env={**environment, "GOTUTO_ROLE": name},
        cwd=PROJECT,
        death_signal=death_signal,
    )
