"""Whoever asks git where a moved file comes from is told."""

import subprocess
from pathlib import Path

from wider.check import Check, Failed, Missed, Tool

_ROOT = Path(__file__).resolve().parents[2]


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=_ROOT, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode:
        raise Missed(f"git {arguments[0]} says: {done.stderr.strip()}")
    return done.stdout.splitlines()


def _run() -> str:
    if _git("rev-parse", "--is-shallow-repository") == ["true"]:
        raise Missed("this clone has no history (git fetch --unshallow)")
    renames = [line.split("\t")[1:] for line in _git("log", "--diff-filter=R", "-M", "--name-status", "--format=")]
    moved = {after: before for before, after in reversed(renames) if (_ROOT / after).is_file()}
    lost = [
        after
        for after, before in moved.items()
        if before not in _git("log", "--follow", "--name-only", "--format=", after)
    ]
    if lost:
        raise Failed(f"git log --follow loses {', '.join(lost)}")
    return f"git log --follow leads from each of {len(moved)} moved files to its former place"


CHECK = Check("history", (Tool("git", ("git", "--version"), "Debian's git"),), _run)
