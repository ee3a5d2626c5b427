"""Becomes another program after tying its life to its parent's; run as a script, imports nothing of GoTuto.

    python -I -S launch.py DEATH_SIGNAL PARENT_PID IDENTITY PROGRAM [ARGUMENT ...]

IDENTITY is `same`, `namespace` (seen as another, ordinary user in a user namespace of its own) or `UID:GID`.
A script instead of `preexec_fn`, because code between fork and exec is unsafe as soon as the parent has threads.
"""

import ctypes
import os
import pwd
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000


def inside_uid() -> int:
    """Any account but root will do, as long as it has a name: PostgreSQL asks for that. It owns nothing outside."""
    return next(account.pw_uid for account in pwd.getpwall() if account.pw_uid != 0)


def enter_user_namespace() -> None:
    uid, gid, inside = os.getuid(), os.getgid(), inside_uid()
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWUSER)")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{inside} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{inside} {gid} 1")


def change_identity(identity: str) -> None:
    if identity == "namespace":
        enter_user_namespace()
    elif identity != "same":
        uid, gid = map(int, identity.split(":"))
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def die_with_parent(death_signal: int, parent: int) -> None:
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    # The parent may have died before the request was made; then nobody would send the signal.
    if os.getppid() != parent:
        sys.exit(1)


def main() -> None:
    death_signal, parent, identity, *program = sys.argv[1:]
    # The identity comes first: the kernel forgets the death signal when credentials change.
    change_identity(identity)
    die_with_parent(int(death_signal), int(parent))
    os.execvp(program[0], program)


if __name__ == "__main__":
    main()
