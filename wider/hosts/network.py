"""Hosts of one machine: a network namespace each (ip-netns), on a bridge with this one; a cable can be pulled."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from wider.check import Missed

# Of TEST-NET-3 (RFC 5737), which nobody has.
_NET = "203.0.113"
_ADDRESS_HERE = f"{_NET}.1"


@dataclass(frozen=True)
class Host:
    """A network namespace; its cable's other end is at the bridge."""

    name: str
    address: str
    cable: str

    def inside(self, command: Sequence[str]) -> list[str]:
        """How a command is run there."""
        return ["ip", "netns", "exec", self.name, *command]

    def cut_off(self) -> None:
        _ip("link", "set", self.cable, "down")

    def plug_in(self) -> None:
        _ip("link", "set", self.cable, "up")


@contextmanager
def network(*names: str) -> Iterator[dict[str, Host]]:
    """Hosts by their names, and a bridge on which this machine is, too. Raises Missed where it may not be made."""
    bridge = f"gt{os.getpid() % 100_000}"
    hosts = {
        name: Host(f"{bridge}{name}", f"{_NET}.{place}", f"{bridge}v{place}")
        for place, name in enumerate(names, start=11)
    }
    try:
        _ip("link", "add", bridge, "type", "bridge")
        _ip("addr", "add", f"{_ADDRESS_HERE}/24", "dev", bridge)
        _ip("link", "set", bridge, "up")
        for host in hosts.values():
            _lay_cable(host, bridge)
        yield hosts
    finally:
        with suppress(Missed):
            _ip("link", "del", bridge)
        for host in hosts.values():
            with suppress(Missed):
                _ip("netns", "del", host.name)


def _lay_cable(host: Host, bridge: str) -> None:
    _ip("netns", "add", host.name)
    _ip("link", "add", host.cable, "type", "veth", "peer", "name", "eth0", "netns", host.name)
    _ip("link", "set", host.cable, "master", bridge, "up")
    _ip("-n", host.name, "addr", "add", f"{host.address}/24", "dev", "eth0")
    _ip("-n", host.name, "link", "set", "eth0", "up")
    _ip("-n", host.name, "link", "set", "lo", "up")


def _ip(*arguments: str) -> None:
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise Missed(f"a network of its own cannot be made here: ip {' '.join(arguments)}: {done.stderr.strip()}")
