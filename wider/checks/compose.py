"""The compose file with its profiles: read by the reference implementation, and its services played."""

import subprocess
import sys
import tempfile
from pathlib import Path

from wider.cells import PROJECT, require_cells
from wider.check import Check, Failed, Tool
from wider.compose import planted
from wider.compose.loading import PROFILES, lay, load, version


def _run() -> str:
    require_cells()
    with tempfile.TemporaryDirectory(prefix="gotuto-compose-") as name:
        folder = Path(name)
        told = _read(folder / "read")
        played = subprocess.run(
            ["unshare", "--net", "--mount", sys.executable, "-m", "wider.compose.playing", str(folder / "played")],
            cwd=PROJECT, capture_output=True, text=True, timeout=900, check=False,
        )  # fmt: skip
    if played.returncode:
        raise Failed(played.stderr.strip()[-1500:])
    return f"{told}; {played.stdout.strip().splitlines()[-1]}"


def _read(folder: Path) -> str:
    """Who asks for a profile gets the same shop and more."""
    lay(folder, password="a-password")  # noqa: S106
    shop, everything = load(folder)["services"], load(folder, *PROFILES)["services"]
    if changed := [name for name, service in shop.items() if service != everything[name]]:
        raise Failed(f"with profiles these are others: {changed}")
    mistakes = planted.found(folder)
    return (
        f"compose-go {version()} reads {len(shop)} services without a profile and {len(everything)} with both, and finds "
        f"{mistakes} planted mistakes"
    )


CHECK = Check(
    "compose",
    (
        Tool("go", ("go", "version"), "Go"),
        Tool("bubblewrap", ("bwrap", "--version"), "Debian's bubblewrap"),
        Tool("haproxy", ("haproxy", "-v"), "Debian's haproxy"),
        Tool("prometheus", ("prometheus", "--version"), "Debian's prometheus"),
        Tool("alertmanager", ("prometheus-alertmanager", "--version"), "Debian's prometheus-alertmanager"),
        Tool("openssl", ("openssl", "version"), "Debian's openssl"),
        Tool("ip", ("ip", "-V"), "Debian's iproute2"),
    ),
    _run,
)
