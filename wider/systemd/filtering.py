"""The system calls that a unit allows, as a filter for the kernel: what systemd would make of its lines, made by libseccomp."""

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from wider.check import Failed, Missed
from wider.systemd.units import Unit

# Debian's Python, which has the module.
_PYTHON = "/usr/bin/python3"
_PROGRAM = """
import errno, json, os, socket, sys
import seccomp
given = json.load(sys.stdin)
made = seccomp.SyscallFilter(seccomp.ERRNO(errno.EPERM))
for name in given["calls"]:
    try:
        if name == "socket":
            for family in given["families"]:
                made.add_rule(seccomp.ALLOW, name, seccomp.Arg(0, seccomp.EQ, getattr(socket, family)))
        else:
            made.add_rule(seccomp.ALLOW, name)
    except (RuntimeError, ValueError):
        pass  # of another architecture or a newer kernel
made.export_bpf(sys.stdout)
"""


def write(unit: Unit, file: Path) -> None:
    """The filter as bubblewrap takes it. Raises Missed without libseccomp."""
    given = {
        "calls": sorted(allowed(unit.told["SystemCallFilter"])),
        "families": unit.one("RestrictAddressFamilies").split(),
    }
    made = subprocess.run([_PYTHON, "-c", _PROGRAM], input=json.dumps(given).encode(), capture_output=True, check=False)
    if made.returncode:
        raise Missed(f"no filter can be made (Debian's python3-seccomp): {made.stderr.decode().strip()[-200:]}")
    file.write_bytes(made.stdout)


def allowed(lines: Sequence[str]) -> set[str]:
    """The calls of an allow-list and what later lines take away; systemd adds what no program can do without."""
    found = set(_members("@default"))
    for line in lines:
        takes_away = line.startswith("~")
        for name in line.removeprefix("~").split():
            found = found - _members(name) if takes_away else found | _members(name)
    return found


def _members(name: str) -> frozenset[str]:
    return frozenset().union(*(_members(one) for one in _groups()[name])) if name.startswith("@") else frozenset({name})


@cache
def _groups() -> dict[str, list[str]]:
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager"], capture_output=True, text=True, check=False
    )
    groups: dict[str, list[str]] = {}
    name = ""
    for line in told.stdout.splitlines():
        word = line.strip()
        if line.startswith("@"):
            name, groups[word] = word, []
        elif line.startswith(" ") and not word.startswith("#"):
            groups[name].append(word)
        elif word.startswith("#") and not line.startswith(" "):
            name = "others"
            groups[name] = []
    if "@system-service" not in groups:
        raise Failed("systemd-analyze names no groups of system calls")
    return groups
