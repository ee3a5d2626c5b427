"""Servers of Debian 13 for a machine with an older one: a root with PostgreSQL 17, Valkey 8 and PgBouncer 1.24, made once and kept.

Unlike the embedded ones they speak TLS. A program runs in it as bubblewrap has it: nothing of the root can be written, and of this
machine it sees the one folder that it is given, at its own path.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from wider.check import Missed
from wider.containers import require_sandbox
from wider.golang import CACHE
from wider.images import mirror

SUITE = "trixie"
_PACKAGES = ("pgbouncer", "postgresql-17", "valkey-server", "openssl")
POSTGRESQL = "/usr/lib/postgresql/17/bin"
# Its `nobody`: PostgreSQL wants a user who has a name.
UID = 65534


def root() -> Path:
    """Where it is. Raises Missed."""
    require_sandbox()
    kept = CACHE / f"{SUITE}-{'-'.join(_PACKAGES)}"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="debian13-", dir=kept.parent) as folder:
            made = Path(folder) / "root"
            _make(made)
            shutil.move(made, kept)
    return kept


def _make(folder: Path) -> None:
    done = subprocess.run(
        ["mmdebstrap", "--variant=minbase", f"--include={','.join(_PACKAGES)}", SUITE, str(folder), *mirror(SUITE)],
        capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Missed(f"no Debian 13 could be made: {done.stderr.strip()[-200:]}")


def command(folder: Path, program: str, *arguments: str) -> list[str]:
    """How a program of it is run on a folder, which it may write. Raises Missed."""
    return [
        *(
            "bwrap",
            "--die-with-parent",
            "--cap-add",
            "CAP_SETUID",
            "--cap-add",
            "CAP_SETGID",
            "--ro-bind",
            str(root()),
            "/",
        ),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"),  # noqa: S108
        *("--perms", "0755", "--dir", str(folder.parent), "--bind", str(folder), str(folder), "--chdir", str(folder)),
        *("setpriv", f"--reuid={UID}", f"--regid={UID}", "--clear-groups", program, *arguments),
    ]


def give(*paths: Path) -> Sequence[Path]:
    """Let its programs own these files."""
    for path in paths:
        os.chown(path, UID, UID)
    return paths
