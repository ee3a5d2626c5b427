"""pg_dump as a stream: custom format, of one snapshot."""

import re
import subprocess
from collections import deque
from collections.abc import Callable, Generator
from threading import Thread
from typing import IO

from gotuto.backup.archive import PART
from gotuto.backup.errors import DumpFailed
from gotuto.backup.server import Snapshot, client_environment
from gotuto.backup.tools import Tools

# Whoever holds a table longer than this is migrating it.
_LOCK_WAIT_MS = 30_000
_TABLE = re.compile(r'dumping contents of table "[^"]*?\.?([^".]+)"')


def dumped(tools: Tools, snapshot: Snapshot, *, begun: Callable[[str], None]) -> Generator[bytes, None, None]:
    """The dump in parts; `begun` is told the name of each table. Raises DumpFailed after the last part."""
    process = subprocess.Popen(  # noqa: S603
        [
            *(tools.program("pg_dump"), "--format=custom", "--verbose", "--no-password"),
            *(f"--snapshot={snapshot.id}", f"--lock-wait-timeout={_LOCK_WAIT_MS}"),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=client_environment(),
    )
    stdout, stderr = process.stdout, process.stderr
    assert stdout is not None
    assert stderr is not None
    said: deque[str] = deque(maxlen=5)
    listener = Thread(target=_listen, args=(stderr, said, begun))
    listener.start()
    try:
        yield from iter(lambda: stdout.read(PART), b"")
        if process.wait():
            listener.join()
            raise DumpFailed(reason="\n".join(said))
    finally:
        process.kill()
        process.wait()
        listener.join()
        stdout.close()
        stderr.close()


def _listen(lines: IO[bytes], said: deque[str], begun: Callable[[str], None]) -> None:
    for line in lines:
        text = line.decode(errors="replace").strip()
        if table := _TABLE.search(text):
            begun(table[1])
        said.append(text)
