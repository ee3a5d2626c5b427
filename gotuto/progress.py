"""How far a long command is, on standard error: a bar on a terminal, otherwise a line for each step when it is done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress


class Steps:
    """The steps of one command; `silent` for programs, which read the result alone."""

    def __init__(self, *, silent: bool = False, console: Console | None = None) -> None:
        self._console = console or Console(stderr=True, quiet=silent, highlight=False)

    @contextmanager
    def step(self, what: str, *, total: float | None = None) -> Iterator[Callable[[float], None]]:
        """A step that takes a while; it yields a function that is told how much of `total` is done."""
        begun = time.monotonic()
        if self._console.is_terminal:
            with Progress(console=self._console) as progress:
                task = progress.add_task(what, total=total)
                yield lambda done: progress.update(task, completed=done)
                progress.update(task, total=total or 1, completed=total or 1)
        else:
            yield lambda done: None
            self._console.print(f"{what}: {time.monotonic() - begun:.1f} s")
