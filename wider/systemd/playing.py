"""`python -m wider.systemd.playing FOLDER`, in a network of its own: what the page for one machine has one do, with the very units."""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from wider.check import Failed
from wider.fleet import restart_under_load
from wider.stores import Stores, stores
from wider.systemd import units
from wider.systemd.machine import PROGRAMS, Machine

_ROUNDS, _RATE = 3, 10
# Buyers come from one address here, nobody takes mails, and the demo shop has people.
_GIVEN = {"ALLOWED_HOSTS": "127.0.0.1", "EMAIL_URL": "dummymail://", "GOTUTO_LIMITS": "off"}
_PEOPLE = ("GOTUTO_ADMIN_PASSWORD", "GOTUTO_ADMIN_TOKEN", "GOTUTO_DEMO_PASSWORD")


def main(folder: Path) -> str:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True, timeout=20)
    with stores(folder / "stores", ports=(5432, 6379)) as data:
        machine = Machine(folder / "machine", data, _settings(data))
        try:
            return _play(machine)
        finally:
            machine.kill()


def _play(machine: Machine) -> str:
    machine.run("gotuto-migrate")
    machine.command("demo_shop")
    for name in PROGRAMS:
        machine.start(name)
    began = time.monotonic()
    machine.run("gotuto-backup")
    backed_up = time.monotonic()
    # Before people buy: what a drill does takes as long as there are orders.
    machine.run("gotuto-drill")
    drilled = time.monotonic()
    restarted = restart_under_load(machine, rounds=_ROUNDS, rate=_RATE)
    _ask_the_doctor(machine)
    for name in PROGRAMS:
        machine.stop(name)
    return "; ".join(
        [
            "every ExecStart runs under the system calls and the files that its unit allows",
            restarted,
            f"a backup took {backed_up - began:.0f} s, its drill {drilled - backed_up:.0f} s",
            f"started after: {_listed(machine.ready)} s; ended after: {_listed(machine.drained)} s",
            f"they held at most {_listed(machine.held)} MB",
        ]
    )


def _ask_the_doctor(machine: Machine) -> None:
    findings = json.loads(machine.command("doctor", "--json"))["findings"]
    if wrong := [one for one in findings if one["state"] == "problem"]:
        raise Failed(f"the doctor finds {wrong}")


def _settings(data: Stores) -> dict[str, str]:
    """The example, with what is written in capitals replaced, as the page says."""
    told = units.settings(units.FOLDER / "gotuto.env")
    password = quote(data.postgres.password_file.read_text().strip())
    made = {name: secrets.token_hex(32) for name in (*_PEOPLE, *told) if told.get(name, "FROM-").startswith("FROM-")}
    told["DATABASE_URL"] = told["DATABASE_URL"].replace("FROM-THE-DATABASE", password)
    if told["DATABASE_URL"] != data.settings["DATABASE_URL"].replace(":5432", ""):
        raise Failed("the example names another database than that of its machine")
    return {**told, **made, **_GIVEN}


def _listed(figures: Mapping[str, float]) -> str:
    return ", ".join(f"{name.removeprefix('gotuto-')} {figure:.1f}" for name, figure in figures.items())


if __name__ == "__main__":
    try:
        print(main(Path(sys.argv[1])))
    except Failed as failure:
        sys.exit(str(failure))
