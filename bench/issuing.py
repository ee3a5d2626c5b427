"""What issuing an invoice costs beside another tree: `python -m bench.issuing --tree PATH`.

Eight processes open and issue invoices as fast as they can, each in one transaction, on data stores of their own that keep what
they wrote through a power cut. Both trees take turns (A B B A ...), and are compared as by `bench.beside`. The files of an invoice
are made later, by the worker, and are not counted.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from bench import beside, meter, report
from bench.rounds import say
from gotuto.runtime.postgres import Postgres
from gotuto.runtime.valkey import Valkey
from tests.runtime import starting
from tests.runtime.processes import PROJECT

CLIENTS, ROUNDS, SECONDS = 8, 10, 5.0


class Costs(NamedTuple):
    """Milliseconds of one invoice."""

    processors: float
    stores: float
    clock: float


NAMES = ("CPU of an invoice", "of it the data stores'", "from one invoice to the next")


class Office:
    """Clients of one tree who wait to be told how long to issue, and what they and their data stores have cost."""

    def __init__(self, clients: list[subprocess.Popen[str]], stores: dict[str, int]) -> None:
        self.clients = clients
        self.stores = stores
        self.roots = {**stores, **{f"client {place}": client.pid for place, client in enumerate(clients)}}

    def issue(self, seconds: float) -> Costs:
        """Milliseconds of one invoice: of processors, of those the data stores' own, and on the clock."""
        before, began = meter.cpu_ms(self.roots), time.monotonic()
        for client in self.clients:
            assert client.stdin is not None
            client.stdin.write(f"{seconds}\n")
            client.stdin.flush()
        issued = sum(map(_answer, self.clients))
        clock, after = time.monotonic() - began, meter.cpu_ms(self.roots)
        spent = {name: (after[name] - before[name]) / issued for name in self.roots}
        return Costs(sum(spent.values()), sum(spent[name] for name in self.stores), 1000 * clock / issued)


def _answer(client: subprocess.Popen[str]) -> int:
    assert client.stdout is not None
    return int(client.stdout.readline() or "0")


@contextmanager
def office(tree: Path) -> Iterator[Office]:
    """The clients of a tree, on data stores of their own; all of them end with it."""
    with tempfile.TemporaryDirectory(prefix="gotuto-issuing-") as data, ExitStack() as running:
        postgres, valkey = Postgres(Path(data) / "postgres"), Valkey(Path(data) / "valkey")
        for store in (postgres, valkey):
            store.start()
            running.callback(store.stop)
        environ = {
            **starting.clean_environment(),
            "DATABASE_URL": postgres.url(),
            "REDIS_URL": valkey.url(),
            "GOTUTO_DATA_DIR": data,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "ERROR",
            "PYTHONPATH": str(tree),
        }
        python = starting.interpreter(tree)
        subprocess.run([python, "manage.py", "migrate", "-v", "0"], cwd=tree, env=environ, check=True)
        # Not from the folder of this program: its names are not those of the other tree.
        script = [python, "-P", str(Path(__file__).with_name("issuer.py"))]
        clients = [running.enter_context(_client(script, tree, environ)) for _ in range(CLIENTS)]
        stores = {store.name: store.process.pid for store in (postgres, valkey) if store.process is not None}
        yield Office(clients, stores)


@contextmanager
def _client(script: list[str], tree: Path, environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        script, cwd=tree, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, process_group=0
    ) as client:
        yield client
        # Without further lines it ends.
        assert client.stdin is not None
        client.stdin.close()


def in_turns(before: Office, after: Office, *, rounds: int, seconds: float) -> list[tuple[Costs, Costs]]:
    """What an invoice cost in both, round by round; who begins changes every time."""
    found = []
    # The first round warms up.
    for number in range(rounds + 1):
        first, second = (before, after) if number % 2 else (after, before)
        one, other = first.issue(seconds), second.issue(seconds)
        found.append((one, other) if first is before else (other, one))
        say(f"round {number} of {rounds}: {found[-1]}")
    return found[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tree", type=Path, required=True, help="a checkout with a virtual environment of its own")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    wanted = parser.parse_args()
    with office(wanted.tree.resolve()) as before, office(PROJECT) as after:
        found = in_turns(before, after, rounds=wanted.rounds, seconds=wanted.seconds)
    rows = [beside.row(name, [(one[place], other[place]) for one, other in found]) for place, name in enumerate(NAMES)]
    sys.stdout.write(report.table([f"{CLIENTS} clients, ms", "before", "after", "ratio", "90 %"], rows) + "\n")


if __name__ == "__main__":
    main()
