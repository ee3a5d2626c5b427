"""The units for one machine: judged by systemd, and their command lines played with the restarts, the backup and the drill."""

import subprocess
import sys
import tempfile
from pathlib import Path

from wider.cells import PROJECT, require_cells
from wider.check import Check, Failed, Tool
from wider.systemd import judging


def _run() -> str:
    require_cells()
    with tempfile.TemporaryDirectory(prefix="gotuto-systemd-") as name:
        folder = Path(name)
        told = judging.judged(folder / "judged")
        played = subprocess.run(
            ["unshare", "--net", "--mount", sys.executable, "-m", "wider.systemd.playing", str(folder / "played")],
            cwd=PROJECT, capture_output=True, text=True, timeout=1500, check=False,
        )  # fmt: skip
    if played.returncode:
        raise Failed(played.stderr.strip()[-1500:])
    return f"{told}; {played.stdout.strip().splitlines()[-1]}"


CHECK = Check(
    "systemd",
    (
        Tool("systemd", ("systemd-analyze", "--version"), "Debian's systemd"),
        Tool("bubblewrap", ("bwrap", "--version"), "Debian's bubblewrap"),
        Tool("haproxy", ("haproxy", "-v"), "Debian's haproxy"),
        Tool(
            "libseccomp",
            ("/usr/bin/python3", "-c", "import seccomp; print(seccomp.__name__)"),
            "Debian's python3-seccomp",
        ),
        Tool("ip", ("ip", "-V"), "Debian's iproute2"),
    ),
    _run,
)
