"""Starts services, starts the dead ones again, and stops all of them: the last started first."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gotuto.runtime import child
from gotuto.runtime.backoff import Backoff
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.service import Service
from gotuto.runtime.stopping import StopWish

IDLE_SECONDS = 60.0


@dataclass
class Watched:
    """One service and the process that it is at the moment."""

    service: Service
    process: subprocess.Popen[bytes]
    started_at: float
    backoff: Backoff = field(default_factory=Backoff)
    restart_at: float | None = None


class Supervisor:
    """The parent of every process of an instance. `say` tells people what happens."""

    def __init__(self, *, say: Callable[[str], None], wish: StopWish) -> None:
        self.say = say
        self.wish = wish
        self.watched: list[Watched] = []

    def start(self, service: Service) -> subprocess.Popen[bytes]:
        """Launch a service and watch it from now on. Raises CannotStart."""
        self.wish.check()
        process = service.launch()
        self.watched.append(Watched(service, process, started_at=time.monotonic()))
        return process

    def wait_until_ready(
        self, process: subprocess.Popen[bytes], is_ready: Callable[[], bool], *, seconds: float
    ) -> None:
        """Wait for a service that was just started. Raises CannotStart, or StopRequested when asked to stop meanwhile."""
        service = next(each.service for each in self.watched if each.process is process)
        child.wait_until_ready(
            process, is_ready, name=service.title, log=service.log, seconds=seconds, pause=self.wish.pause
        )

    def run(self) -> None:
        """Watch until somebody asks to stop. Raises StopRequested then."""
        while True:
            now = time.monotonic()
            wake_at = min((self.look_after(each, now) for each in self.watched), default=now + IDLE_SECONDS)
            self.wish.pause(wake_at - now)

    def look_after(self, watched: Watched, now: float) -> float:
        """Bury or revive one service; returns when to look again."""
        if watched.restart_at is None and watched.process.poll() is not None:
            self.bury(watched, now)
        if watched.restart_at is not None and watched.restart_at <= now:
            self.revive(watched, now)
        return watched.restart_at or now + IDLE_SECONDS

    def bury(self, watched: Watched, now: float) -> None:
        # Workers of a dead master would hold its port and its messages.
        child.kill_session(watched.process.pid)
        delay = watched.backoff.after_death(lived_seconds=now - watched.started_at)
        watched.restart_at = now + delay
        how = ending(watched.process.returncode)
        self.say(f"{watched.service.title} {how}; starting it again in {delay:.1f} s (log: {watched.service.log})")

    def revive(self, watched: Watched, now: float) -> None:
        try:
            watched.process = watched.service.launch()
            watched.restart_at = None
        except (CannotStart, OSError) as error:
            watched.restart_at = now + watched.backoff.after_death(lived_seconds=0)
            self.say(f"{watched.service.title} could not be started: {error}")
        watched.started_at = time.monotonic()

    def stop(self, groups: Sequence[Sequence[str]]) -> None:
        """Stop the named services, one group after the other, those of a group at the same time."""
        for names in groups:
            members = [each for each in self.watched if each.service.name in names]
            for each in members:
                each.process.poll()
                if each.process.returncode is None:
                    each.process.send_signal(each.service.stop_signals[0][0])
            for each in members:
                self.finish(each)

    def finish(self, watched: Watched) -> None:
        child.finish(watched.process, pid_file=watched.service.pid_file, signals=watched.service.stop_signals)
        self.watched.remove(watched)


def ending(returncode: int) -> str:
    """How a process ended, in words."""
    if returncode < 0:
        return f"was ended by {signal.Signals(-returncode).name}"
    return f"ended with code {returncode}"
