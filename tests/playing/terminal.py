"""An operator's terminal: commands of `manage.py` in forks of one process, which has loaded what all of them load.

    python -m tests.playing.terminal

reads a command line a line, and answers with what it printed and how it ended, as JSON a line.
"""

import io
import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import IO, Self

from tests.runtime.processes import PROJECT


class Terminal:
    """`terminal.call("doctor")` is `./manage.py doctor` in that environment."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.playing.terminal"],
            cwd=PROJECT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.communicate(timeout=30)

    def call(self, *arguments: str) -> tuple[int, str]:
        """The exit code, and all that was printed."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{shlex.join(arguments)}\n")
        stdin.flush()
        code, said = json.loads(stdout.readline())
        return int(code), str(said)


def serve(lines: IO[str], answers: IO[str]) -> None:
    """Answer each line; nothing is connected before the fork, so that nothing is shared."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    for line in lines:
        with tempfile.TemporaryFile() as printed:
            child = os.fork()
            if not child:
                _be(shlex.split(line), printed)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            printed.seek(0)
            answers.write(json.dumps([code, printed.read().decode()]) + "\n")
            answers.flush()


def _be(arguments: Sequence[str], printed: IO[bytes]) -> None:
    """Become the command, and end."""
    import manage

    for stream in (1, 2):
        os.dup2(printed.fileno(), stream)
    sys.stdout = sys.stderr = io.TextIOWrapper(os.fdopen(os.dup(1), "wb"), write_through=True)
    sys.argv = ["manage.py", *arguments]
    code = 0
    try:
        manage.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
        if isinstance(end.code, str):
            sys.stdout.write(f"{end.code}\n")
    except BaseException as error:
        sys.stdout.write(f"{error!r}\n")
        code = 1
    sys.stdout.flush()
    os._exit(code)


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
