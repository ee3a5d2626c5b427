"""What can fail is played on a running instance, on a small volume, and promtool judges what was scraped meanwhile."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wider.check import Check, Failed, Missed, Tool

_VOLUME_MB = 900
_PLAYER = "tests.playing.record"


def _run() -> str:
    with tempfile.TemporaryDirectory(prefix="gotuto-played-") as folder:
        place, trial = Path(folder) / "volume", Path(folder) / "played.yml"
        with _small_volume(place):
            seen = _ask(sys.executable, "-m", _PLAYER, str(place), str(trial), seconds=1200)
        _ask("promtool", "test", "rules", str(trial), seconds=60)
    return f"{seen.splitlines()[-1]}; over what was scraped promtool fires their alerts, and none before or after"


@contextmanager
def _small_volume(place: Path) -> Iterator[None]:
    if os.geteuid():
        raise Missed("only root can make a small volume")
    place.mkdir()
    try:
        _ask("mount", "-t", "tmpfs", "-o", f"size={_VOLUME_MB}m,mode=755", "played", str(place), seconds=10)
    except Failed as refusal:
        raise Missed(f"no small volume can be made here: {refusal}") from None
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def _ask(*command: str, seconds: float) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode:
        raise Failed((done.stdout + done.stderr).strip()[-1500:])
    return done.stdout


CHECK = Check(
    "played",
    (
        Tool("promtool", ("promtool", "--version"), "Debian's prometheus"),
        Tool("mount", ("mount", "--version"), "Debian's mount"),
    ),
    _run,
)
