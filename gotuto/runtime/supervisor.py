"""Supervisor: starts managed processes, restarts those that died, and stops all of them, the last started first."""

import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from gotuto.runtime import child
from gotuto.runtime.backoff import Backoff
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.log_files import LogFiles
from gotuto.runtime.service import Service
from gotuto.runtime.stopping import ShutdownRequest

IDLE_SECONDS = 60.0
_LOG_FILES = LogFiles()


@dataclass
class ManagedProcess:
    """One service and the process that it is at the moment."""

    service: Service
    process: subprocess.Popen[bytes]
    started_at: float
    backoff: Backoff = field(default_factory=Backoff)
    restart_at: float | None = None


class Supervisor:
    """The parent of every process of an instance. `say` tells people what happens; the logs are kept short."""

    def __init__(
        self, *, say: Callable[[str], None], shutdown: ShutdownRequest, log_files: LogFiles = _LOG_FILES
    ) -> None:
        self.say = say
        self.shutdown = shutdown
        self.log_files = log_files
        self.processes: list[ManagedProcess] = []

    def start(self, service: Service) -> subprocess.Popen[bytes]:
        """Launch a service and watch it from now on. Raises CannotStart."""
        self.shutdown.check()
        process = service.launch()
        self.processes.append(ManagedProcess(service, process, started_at=time.monotonic()))
        return process

    def wait_until_ready(
        self, process: subprocess.Popen[bytes], is_ready: Callable[[], bool], *, seconds: float
    ) -> None:
        """Wait for a service that was just started. Raises CannotStart, or StopRequested when asked to stop meanwhile."""
        service = next(each.service for each in self.processes if each.process is process)
        child.wait_until_ready(
            process, is_ready, name=service.title, log=service.log, seconds=seconds, pause=self.shutdown.pause
        )

    def run(self) -> None:
        """Watch until somebody asks to stop. Raises StopRequested then."""
        while True:
            now = time.monotonic()
            wake_at = min((self.look_after(each, now) for each in self.processes), default=now + IDLE_SECONDS)
            self.shutdown.pause(wake_at - now)

    def look_after(self, managed: ManagedProcess, now: float) -> float:
        """Bury or restart one service, and keep its log short; returns when to look again."""
        self.log_files.put_aside(managed.service.log)
        if managed.restart_at is None and managed.process.poll() is not None:
            self.reap(managed, now)
        if managed.restart_at is not None and managed.restart_at <= now:
            self.restart(managed, now)
        return managed.restart_at or now + IDLE_SECONDS

    def reap(self, managed: ManagedProcess, now: float) -> None:
        # Workers of a dead master would hold its port and its messages.
        child.kill_session(managed.process.pid)
        delay = managed.backoff.after_death(lived_seconds=now - managed.started_at)
        managed.restart_at = now + delay
        how = ending(managed.process.returncode)
        self.say(f"{managed.service.title} {how}; starting it again in {delay:.1f} s (log: {managed.service.log})")

    def restart(self, managed: ManagedProcess, now: float) -> None:
        try:
            managed.process = managed.service.launch()
            managed.restart_at = None
        except (CannotStart, OSError) as error:
            managed.restart_at = now + managed.backoff.after_death(lived_seconds=0)
            self.say(f"{managed.service.title} could not be started: {error}")
        managed.started_at = time.monotonic()

    def stop(self, groups: Sequence[Sequence[str]]) -> None:
        """Stop the named services, one group after the other, those of a group at the same time."""
        for names in groups:
            members = [each for each in self.processes if each.service.name in names]
            for each in members:
                each.process.poll()
                if each.process.returncode is None:
                    each.process.send_signal(each.service.stop_signals[0][0])
            for each in members:
                self.finish(each)

    def finish(self, managed: ManagedProcess) -> None:
        child.finish(managed.process, pid_file=managed.service.pid_file, signals=managed.service.stop_signals)
        self.processes.remove(managed)


def ending(returncode: int) -> str:
    """How a process ended, in words."""
    if returncode < 0:
        return f"was ended by {signal.Signals(-returncode).name}"
    return f"ended with code {returncode}"
