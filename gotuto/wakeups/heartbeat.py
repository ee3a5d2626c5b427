"""Heartbeats: worker and beat say that they are there, so that readiness can name the one that is silent.

A heartbeat is a key of Valkey that expires. Nobody answers for another: a worker tells it when it takes up a task, which beat
sends it every few seconds, and beat tells it when it has sent one. A file beside it is for whoever runs a program by itself and
asks whether it hangs.
"""

import time
from contextlib import suppress
from pathlib import Path

import structlog
from django.conf import settings

log = structlog.get_logger(__name__)

PROGRAMS = ("worker", "beat")
BROKER = "broker"

_told: dict[str, float] = {}


def tell(program: str) -> None:
    """Say that the program works, three times in the time after which it would count as silent, so that a task costs nothing."""
    now, seconds = time.monotonic(), float(settings.GOTUTO_SILENT_SECONDS)
    if now - _told.get(program, -seconds) < seconds / 3:
        return
    _told[program] = now
    # Where nothing can be written, nobody looks either.
    with suppress(OSError):
        file(program).touch()
    from redis import RedisError

    from gotuto.wakeups import pubsub

    try:
        pubsub.valkey().set(key(program), 1, px=int(seconds * 1000))
    except RedisError as error:
        log.warning("heartbeat_not_told", program=program, error=repr(error))


def file(program: str) -> Path:
    """The file that is as old as the last heartbeat of a program in this place."""
    return Path(settings.DATA_DIR) / f"{program}.heard"


def missing() -> list[str]:
    """The programs of which nobody has heard for GOTUTO_SILENT_SECONDS, or the broker alone, without which nobody is heard."""
    from redis import RedisError

    from gotuto.wakeups import pubsub

    try:
        heard = pubsub.valkey().mget([key(program) for program in PROGRAMS])
    except RedisError:
        return [BROKER]
    return [program for program, told in zip(PROGRAMS, heard, strict=True) if told is None]


def key(program: str) -> str:
    """The key of Valkey that stands as long as the program is heard."""
    return f"gotuto.heartbeat.{program}"
