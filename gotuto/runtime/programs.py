"""The programs of the application, as command lines; the image and the supervisor start the same ones."""

import math
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from gotuto.runtime.instance import PROJECT, Instance
from gotuto.runtime.paths import Paths
from gotuto.runtime.service import Program

NAMES = ("web", "worker", "beat")
WORKERS = {
    "uvicorn": "gotuto.runtime.web.worker.UvicornWorker",
    "gthread": "gotuto.runtime.web.threaded.ThreadedWorker",
}
# A web process that listens no more has so long for the answers that it owes.
_ANSWER_SECONDS = 8
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes unnamed files there


def manage(*arguments: str) -> list[str]:
    """A management command."""
    return [sys.executable, str(PROJECT / "manage.py"), *arguments]


def module(name: str, *arguments: str) -> list[str]:
    """A module that is a program."""
    return [sys.executable, "-m", name, *arguments]


def web(instance: Instance, *, listener: int | None = None) -> list[str]:
    """The web server; `listener` is the number of an open file on which connections to it wait already."""
    host, port, sizes = instance.host, instance.port, instance.configuration
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        *(sys.executable, "-m", "gunicorn", "config.wsgi:application"),
        *("--config", str(PROJECT / "config" / "gunicorn.py")),
        *("--bind", address if listener is None else f"fd://{listener}"),
        *("--worker-class", WORKERS[sizes["GOTUTO_WEB_WORKER"]]),
        *("--workers", str(sizes["GOTUTO_WEB_WORKERS"]), "--threads", str(sizes["GOTUTO_WEB_THREADS"])),
        *("--timeout", "60", "--graceful-timeout", f"{_ANSWER_SECONDS + math.ceil(sizes['GOTUTO_WEB_DRAIN_SECONDS'])}"),
        # For gunicorn's own threads.
        *("--keep-alive", str(max(int(sizes["GOTUTO_WEB_HEAD_SECONDS"]), 1))),
        *("--worker-connections", str(sizes["GOTUTO_WEB_CONNECTIONS"])),
        # The heartbeat of a worker must never wait for a disk.
        *(["--worker-tmp-dir", str(SHARED_MEMORY)] if os.access(SHARED_MEMORY, os.W_OK) else []),
        "--no-control-socket",
    ]


def worker(instance: Instance) -> list[str]:
    """The Celery worker."""
    configuration = instance.configuration
    return [
        *(sys.executable, "-m", "celery", "-A", "config", "worker", "-P", "prefork", "-Q", "default"),
        *("-c", str(configuration["GOTUTO_WORKER_PROCESSES"]), "-l", configuration["LOG_LEVEL"]),
        # Workers need not know of each other: what they share stands in PostgreSQL.
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]


def beat(instance: Instance) -> list[str]:
    """The clock."""
    schedule = instance.paths.root / "beat-schedule"
    return [
        *(sys.executable, "-m", "celery", "-A", "config", "beat", "--pidfile", ""),
        *("-s", str(schedule), "-l", instance.configuration["LOG_LEVEL"]),
    ]


def application(instance: Instance, environment: Mapping[str, str], *, listener: int) -> list[Program]:
    """The three programs of an instance."""
    paths, drains = instance.paths, float(instance.configuration["GOTUTO_WEB_DRAIN_SECONDS"])
    return [
        program(
            paths,
            environment,
            "web",
            "Web server",
            web(instance, listener=listener),
            inherits=[listener],
            drains=drains,
        ),
        # SIGQUIT: without a parent there is nobody left to wait for running tasks; their leases run out by themselves.
        program(paths, environment, "worker", "Worker", worker(instance), death_signal=signal.SIGQUIT),
        program(paths, environment, "beat", "Beat", beat(instance)),
    ]


def program(
    paths: Paths,
    environment: Mapping[str, str],
    name: str,
    title: str,
    command: list[str],
    *,
    death_signal: int = signal.SIGTERM,
    inherits: Sequence[int] = (),
    drains: float = 0,
) -> Program:
    return Program(
        name=name,
        title=title,
        command=command,
        paths=paths,
        env={**environment, "GOTUTO_ROLE": name},
        cwd=PROJECT,
        death_signal=death_signal,
        inherits=inherits,
        drains=drains,
    )
