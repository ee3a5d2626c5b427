"""What systemd itself says about the units, installed as the page says, and about mistakes in them."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from wider.cells import PROJECT
from wider.check import Failed
from wider.systemd.units import FOLDER, RELEASE, names

# Tenths: what is left is the network, which a shop needs, and mounts and users that it shares with its neighbours.
MOST_EXPOSED = 15
_EVERY = "gotuto-.service.d/every.conf"

# What is replaced by what, in which file: words that systemd does not know, and programs that are not there.
_WRONG = (
    ("gotuto-web@.service", "TimeoutStopSec=", "TimeoutStopSecs="),
    ("gotuto-web@.service", "Type=notify", "Type=notifying"),
    ("gotuto-web@.service", "/deploy/systemd/run ready", "/deploy/systemd/ready"),
    ("gotuto-worker.service", "Restart=always", "Restart=ever"),
    ("gotuto-beat.service", "MemoryMax=384M", "MemoryMax=plenty"),
    ("gotuto-migrate.service", "ExecStart=/opt", "ExecStart=./opt"),
    ("gotuto-backup.timer", "OnCalendar=*-*-* 01:15:00", "OnCalendar=each night"),
    ("gotuto-drill.service", "[Service]", "[Services]"),
    (_EVERY, "ProtectSystem=strict", "ProtectSystem=very"),
)
# What makes a program more than it has to be.
_EXPOSED = (
    "User=gotuto",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "NoNewPrivileges=yes",
    "CapabilityBoundingSet=",
    "RestrictSUIDSGID=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6",
    "SystemCallFilter=@system-service\nSystemCallFilter=~@privileged @resources",
)


def judged(folder: Path) -> str:
    """Raises Failed for a unit that systemd does not take, or that is too exposed, and for a mistake that is not found."""
    sound = _installed(folder / "sound")
    if faults := verify(sound):
        raise Failed(f"systemd-analyze verify: {faults[-400:]}")
    exposed = {name: exposure(sound, name) for name in names()}
    if worst := {name: value for name, value in exposed.items() if value * 10 > MOST_EXPOSED}:
        raise Failed(f"too much exposed: {worst}")
    found = _planted(folder)
    return (
        f"{len(list(FOLDER.glob('gotuto*.*')))} units are verified, exposure {max(exposed.values())} of 10 at most, "
        f"{found} planted mistakes are found"
    )


def verify(units: Path) -> str:
    """What is wrong, or nothing."""
    timers = [path.name for path in FOLDER.glob("*.timer")]
    told = _ask(units, "verify", "gotuto.target", *timers, *(f"{name}.service" for name in names()))
    return (told.stdout + told.stderr).strip()


def exposure(units: Path, name: str) -> float:
    told = _ask(units, "security", "--offline=true", "--no-pager", f"{name}.service")
    last = told.stdout.strip().splitlines()[-1:]
    if not last or "Overall exposure level" not in last[0]:
        raise Failed(f"systemd-analyze security: {told.stderr.strip()[-300:]}")
    return float(last[0].partition(": ")[2].split()[0])


def _planted(folder: Path) -> int:
    missed = [str(one) for one in _WRONG if not _finds(folder, *one, lambda units: bool(verify(units)))]
    for line in _EXPOSED:
        if not _finds(folder, _EVERY, line, "", lambda units: exposure(units, "gotuto-web@8001") * 10 > MOST_EXPOSED):
            missed.append(line)
    if missed:
        raise Failed(f"these mistakes were not found: {'; '.join(missed)}")
    return len(_WRONG) + len(_EXPOSED)


def _finds(folder: Path, file: str, before: str, after: str, is_found: Callable[[Path], bool]) -> bool:
    units = _installed(folder / "mistaken")
    text = (units / file).read_text()
    if f"{before}" not in text:
        raise Failed(f"{file} has no {before!r} any more: plant the mistake elsewhere")
    (units / file).write_text(text.replace(before, after, 1))
    return is_found(units)


def _installed(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(FOLDER, folder)
    return folder


def _ask(units: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """systemd-analyze on a machine that has these units, and the release where they look for it."""
    links = [word for name in ("bin", "sbin", "lib", "lib64") for word in ("--symlink", f"usr/{name}", f"/{name}")]
    room = [
        *("bwrap", "--unshare-user", "--uid", "0", "--gid", "0", "--ro-bind", "/usr", "/usr", *links),
        *("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"),  # noqa: S108
        *("--ro-bind", str(units), "/etc/systemd/system", "--symlink", RELEASE, "/opt/gotuto/current"),
        *("--ro-bind", str(PROJECT / "deploy"), f"{RELEASE}/deploy"),
    ]
    return subprocess.run(
        [*room, "systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False
    )
