"""Child processes with a session, a log and a pid file of their own, that do not outlive this process."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from gotuto.runtime.errors import CannotStart

LAUNCHER = Path(__file__).with_name("launch.py")
# What stands above it in a log is of an earlier start, and is not why this one failed.
_STARTED = "=== started "
_EXCEPTION = re.compile(r"(?:[a-z_]\w*\.)*[A-Z]\w*: ")


def launched(program: Sequence[str], *, death_signal: int, identity: str = "same") -> list[str]:
    """The command line that runs `program` so that it gets `death_signal` when this process dies.

    The kernel watches the thread that starts the child, so start children from the main thread.
    """
    return [sys.executable, "-I", "-S", str(LAUNCHER), str(int(death_signal)), str(os.getpid()), identity, *program]


def spawn(
    program: Sequence[str],
    *,
    log: Path,
    pid_file: Path,
    env: Mapping[str, str],
    cwd: Path | None = None,
    death_signal: int = signal.SIGTERM,
    identity: str = "same",
    inherits: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `program` in a session of its own, so that Ctrl-C in the terminal does not reach it.

    `inherits` names the open files that it gets beside its output.
    """
    with log.open("ab") as out:
        out.write(f"{_STARTED}{time.strftime('%Y-%m-%d %H:%M:%S')}\n".encode())
        out.flush()
        process = subprocess.Popen(
            launched(program, death_signal=death_signal, identity=identity),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            pass_fds=inherits,
        )
    write_pid(pid_file, process.pid)
    return process


def write_pid(pid_file: Path, pid: int) -> None:
    """In one step, so that nobody ever reads an empty file."""
    draft = pid_file.with_suffix(".new")
    draft.write_text(f"{pid}\n")
    draft.replace(pid_file)


def stop(
    process: subprocess.Popen[bytes],
    *,
    pid_file: Path,
    signals: Sequence[tuple[int, float]] = ((signal.SIGTERM, 10.0),),
) -> None:
    """Send each signal in turn, waiting its seconds, and kill what is then left of the session."""
    process.send_signal(signals[0][0])
    finish(process, pid_file=pid_file, signals=signals)


def finish(process: subprocess.Popen[bytes], *, pid_file: Path, signals: Sequence[tuple[int, float]]) -> None:
    """Wait for a process that already has the first of `signals`; send the others when it does not listen."""
    patience = [seconds for _, seconds in signals]
    for seconds, harder in zip(patience, [number for number, _ in signals[1:]] + [signal.SIGKILL], strict=True):
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            break
        process.send_signal(harder)
    kill_session(process.pid)
    process.wait()
    pid_file.unlink(missing_ok=True)


def kill_session(pid: int) -> None:
    """End every process that is left of the session that `pid` leads or led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def wait_until_ready(
    process: subprocess.Popen[bytes],
    is_ready: Callable[[], bool],
    *,
    name: str,
    log: Path,
    seconds: float,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Return when `is_ready()` holds. Raises CannotStart when the process ends first or the time is over."""
    deadline = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            raise CannotStart(f"{name} stopped while starting. The end of {log} says:\n{tail(log)}")
        if time.monotonic() > deadline:
            raise CannotStart(f"{name} was not ready after {seconds:.0f} s. The end of {log} says:\n{tail(log)}")
        pause(0.02)


def tail(log: Path, lines: int = 8) -> str:
    """The last lines that this start has left in a log, indented; empty when there are none."""
    return "\n".join("  " + line for line in _since_start(log)[-lines:])


def cause(log: Path) -> str:
    """Why a command failed: the last line of its output, without the name of an exception."""
    said = [line.strip() for line in _since_start(log) if line.strip()]
    return _EXCEPTION.sub("", said[-1], count=1) if said else "it said nothing"


def _since_start(log: Path) -> list[str]:
    text = log.read_text(errors="replace") if log.exists() else ""
    return text.rpartition(_STARTED)[2].splitlines()[1:] if _STARTED in text else text.splitlines()
