"""Secrets that are made once for a data directory and readable by its owner only."""

import os
import secrets
from pathlib import Path


def read_or_make(path: Path, *, random_bytes: int = 32) -> str:
    """The secret in `path`, made of so many random bytes (hexadecimal) when the file does not exist yet."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_private(path, secrets.token_hex(random_bytes))
    return path.read_text().strip()


def write_private(path: Path, text: str) -> None:
    """Write `path` in one step with mode 0600, so that nobody ever reads half of it."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
    draft.replace(path)
