"""The database through its own client, as an operator asks it."""

import subprocess

from wider.check import Check, Failed, Tool
from wider.instance import running

_QUESTION = "SELECT count(*) FROM invariants_violations"


def _run() -> str:
    with running() as shop:
        address = shop.settings()["DATABASE_URL"]
        asked = subprocess.run(
            ["psql", "--no-psqlrc", "--tuples-only", "--no-align", "--dbname", address, "--command", _QUESTION],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    if asked.returncode or asked.stdout.strip() != "0":
        raise Failed(f"psql, asked {_QUESTION!r}, says: {(asked.stdout + asked.stderr).strip()}")
    return "psql reads the view of the invariants of a running instance: no violation"


CHECK = Check("database", (Tool("psql", ("psql", "--version"), "Debian's postgresql-client"),), _run)
