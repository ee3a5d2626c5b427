"""A whole instance in a folder of its own, with servers of its own, for as long as a drill takes.

It gets the settings of the business and nothing else that was set: no mail server, no database, no destination of the real shop.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from config.declared.business import BUSINESS
from config.environment import configuration
from config.recovery.drill.errors import DrillFailed
from gotuto.runtime.child import launched
from gotuto.runtime.instance import PROJECT
from gotuto.runtime.orphan import read_pid
from gotuto.runtime.paths import Paths

# What it stores goes into its own folder, and what its mails say leads to itself.
_OWN_PLACES = ("GOTUTO_DOCUMENTS_DIR", "GOTUTO_PUBLIC_URL")
_HANDED_ON = (
    *(setting.name for setting in BUSINESS.settings if setting.name not in _OWN_PLACES),
    *("GOTUTO_BACKUP_PASSPHRASE", "GOTUTO_PG_BIN"),
)
# Nobody is kept waiting for people's sake, and no limit for buyers is met by one who buys much.
_OWN = {
    "GOTUTO_ENV": "development",
    "GOTUTO_DEMO": "0",
    "GOTUTO_LIMITS": "off",
    "GOTUTO_LEASE_SECONDS": "4",
    "GOTUTO_POLL_SECONDS": "1",
    "GOTUTO_SILENT_SECONDS": "4",
    "LOG_LEVEL": "WARNING",
}


@dataclass
class Beside:
    """The folder, the environment of its programs, and the time by which everything is over."""

    folder: Path
    environ: dict[str, str]
    url: str
    over_at: float

    def manage(self, *arguments: str) -> Any:
        """What a command tells in JSON. Raises DrillFailed when it fails."""
        return json.loads(self.run(*arguments, "--json"))

    def run(self, *arguments: str) -> str:
        """What a command prints. Raises DrillFailed when it fails."""
        command = [sys.executable, str(PROJECT / "manage.py"), *arguments]
        try:
            done = subprocess.run(  # noqa: S603
                launched(command, death_signal=signal.SIGTERM),
                env=self.environ,
                cwd=PROJECT,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=self._left(),
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise DrillFailed(reason=f"the time was over before `{arguments[0]}` had ended") from None
        if done.returncode:
            raise DrillFailed(reason=f"`{' '.join(arguments)}`: {(done.stdout + done.stderr).strip()[-1_000:]}")
        return done.stdout

    @contextmanager
    def running(self) -> Iterator[None]:
        """Web server, worker, beat and their servers, until the end of the block."""
        command = launched([sys.executable, "-m", "gotuto.runtime", "up"], death_signal=signal.SIGTERM)
        with (self.folder / "up.log").open("w+") as words:
            process = subprocess.Popen(  # noqa: S603
                command, env=self.environ, cwd=PROJECT, stdout=words, stderr=words
            )
            try:
                self.wait_until(self.is_ready, "the instance was ready", while_runs=process, words=words)
                yield
            finally:
                process.terminate()
                process.wait(60)

    def is_ready(self) -> bool:
        """Whether readiness has nothing to complain about."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=5) as answer:  # noqa: S310
                told = json.load(answer)
        except (urllib.error.URLError, OSError, ValueError):
            return False
        return bool(told["status"] == "ready" and told["degraded"] == [])

    def kill(self, program: str) -> None:
        """Kill it, and wait until another is in its place. Raises DrillFailed."""
        pid = self._pid(program)
        if pid is None:
            raise DrillFailed(reason=f"{program} does not run")
        os.kill(pid, signal.SIGKILL)
        self.wait_until(lambda: self._pid(program) not in (pid, None) and self.is_ready(), f"{program} was back")

    def _pid(self, program: str) -> int | None:
        return read_pid(Paths(self.folder).pid_file(program))

    def wait_until(
        self,
        condition: Callable[[], bool],
        what: str,
        *,
        while_runs: subprocess.Popen[bytes] | None = None,
        words: IO[str] | None = None,
    ) -> None:
        """Raises DrillFailed when the time is over before, or the process has ended."""
        while not condition():
            if while_runs and words and while_runs.poll() is not None:
                words.seek(0)
                raise DrillFailed(reason=f"the instance did not start:\n{words.read()[-1_000:]}")
            if not self._left():
                raise DrillFailed(reason=f"the time was over before {what}")
            time.sleep(0.1)

    def _left(self) -> float:
        return max(self.over_at - time.monotonic(), 0.0)


@contextmanager
def beside(*, seconds: float) -> Iterator[Beside]:
    """An instance that does not run yet; its folder, with all that was restored into it, is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="gotuto-drill-") as name:
        port = _free_port()
        given = {each: text for each in _HANDED_ON if (text := configuration.given(each))}
        inherited = {each: os.environ[each] for each in ("PATH", "HOME", "LANG") if each in os.environ}
        # What a killed program leaves in its temporary folder goes with the rest.
        own = {"HOST": "127.0.0.1", "PORT": str(port), "GOTUTO_DATA_DIR": name, "TMPDIR": f"{name}/left"}
        (Path(name) / "left").mkdir()
        environ = {**inherited, **given, **_OWN, **own}
        yield Beside(Path(name), environ, f"http://127.0.0.1:{port}", time.monotonic() + seconds)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])
