"""Under whose name PostgreSQL runs: it refuses root, and the data directory stays the owner's."""

import os
import pwd
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from gotuto.runtime.child import launched
from gotuto.runtime.errors import CannotStart

ACCOUNTS = ("postgres", "nobody")


def server_identity(program: Path, *, root: Path, directories: Sequence[Path]) -> str:
    """How to launch a server that refuses root and writes to `directories` below `root`; see `launch.py`.

    Raises CannotStart when there is no way to do it.
    """
    if is_ordinary(os.geteuid()):
        return "same"
    if works("namespace", "true"):
        return "namespace"
    if os.geteuid() != 0:
        raise CannotStart(
            f"PostgreSQL wants its user to have a name, and user {os.geteuid()} has none here. "
            "Add one to /etc/passwd, or set DATABASE_URL to a server of your own."
        )
    for account in known_accounts():
        identity = f"{account.pw_uid}:{account.pw_gid}"
        root.chmod(0o711)
        hand_over(directories, identity)
        if works(identity, str(program), "--version") and all(
            works(identity, "test", "-w", str(each)) for each in directories
        ):
            return identity
    raise CannotStart(
        "PostgreSQL refuses to run as root, and neither a user namespace nor another account can be used here. "
        "Run `make up` as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def is_ordinary(uid: int) -> bool:
    """Whether PostgreSQL accepts the user: not root, and with an entry in the user database."""
    return uid != 0 and any(account.pw_uid == uid for account in pwd.getpwall())


def can_write(identity: str, directories: Sequence[Path]) -> bool:
    return all(works(identity, "test", "-w", str(directory)) for directory in directories)


def works(identity: str, *program: str) -> bool:
    command = launched(program, death_signal=signal.SIGKILL, identity=identity)
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def known_accounts() -> list[pwd.struct_passwd]:
    return [account for account in pwd.getpwall() if account.pw_name in ACCOUNTS]


def give(path: Path, identity: str) -> None:
    """Make `path` belong to the account of an identity `UID:GID`; other identities own it already."""
    if ":" in identity:
        uid, gid = map(int, identity.split(":"))
        os.chown(path, uid, gid, follow_symlinks=False)


def hand_over(directories: Sequence[Path], identity: str) -> None:
    """Give `directories` and what lies in them to an account; nothing outside them is touched."""
    for directory in directories:
        for path in (directory, *directory.rglob("*")):
            give(path, identity)
