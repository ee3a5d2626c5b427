"""Configuration by environment: files of values between the variables of a process and the declared defaults."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import environ

BASE = "base"


class Given(NamedTuple):
    """The text of a setting, and where it stands."""

    text: str
    source: str


@dataclass(frozen=True)
class Environments:
    """A folder of `.env` files, relative to `root`: `base` holds in every environment, the one that a setting names goes before it."""

    chosen_by: str
    root: Path
    folder: str

    def path(self, name: str) -> str:
        """Where the file of an environment stands, relative to the root."""
        return f"{self.folder}/{name}.env"

    def values(self, name: str) -> dict[str, str]:
        """What one file says. Raises OSError."""

        class File(environ.Env):
            ENVIRON: dict[str, str] = {}

        # Opened here, because what cannot be opened is no more than a line of the log to `read_env`.
        with (self.root / self.path(name)).open() as lines:
            File.read_env(lines)
        return File.ENVIRON

    def given(self, name: str) -> dict[str, Given]:
        """What holds in an environment, with the file that says so. Raises OSError."""
        return {
            setting: Given(text, f"file {self.path(file)}")
            for file in (BASE, name)
            for setting, text in self.values(file).items()
            if text
        }
