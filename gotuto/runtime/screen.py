"""What people see while an instance starts and runs: a spinner in a terminal, plain lines elsewhere."""

import contextlib
import time
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text


class Screen:
    """Progress on standard output."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self.started = time.monotonic()

    @contextlib.contextmanager
    def step(self, doing: str, done: str) -> Iterator[None]:
        """Show that something goes on, then that it is done and how long it took."""
        begun = time.monotonic()
        with self.console.status(doing) if self.console.is_terminal else contextlib.nullcontext():
            yield
        self.line(f"  {done} ({time.monotonic() - begun:.1f} s)")

    def line(self, text: str = "") -> None:
        """One line, at once, whoever reads it."""
        self.console.print(Text(text), soft_wrap=True)
        self.console.file.flush()

    def said(self, text: str) -> None:
        """One line with the time, for what happens later."""
        self.line(f"{time.strftime('%H:%M:%S')}  {text}")
