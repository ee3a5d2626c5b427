"""How fast one SKU can be reserved by many at once, beside the bare statement that takes a piece: `python -m bench.hot`.

32 buyers in four processes take pieces of the same SKU, on a PostgreSQL of their own that keeps what it wrote through a power cut:
by the conditional UPDATE alone, and by reservations as an order makes them, in turns. Whoever takes a piece holds the row until
its transaction is on disk, so that the first is as fast as any shop can be that counts in one row.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bench import beside, report
from bench.rounds import say
from gotuto.runtime.postgres import Postgres
from gotuto.runtime.valkey import Valkey
from tests.runtime import starting
from tests.runtime.processes import PROJECT

PROCESSES, ROUNDS, SECONDS = 4, 6, 3.0
_STOCK = """
from django.utils import timezone
from contexts.inventory.stock.use_cases import receive_stock
from gotuto.ids import Sku
from tests.shop import Shop
Shop(timezone.now()).has("hot", pieces=1)
receive_stock(sku=Sku("HOT"), quantity=1000000, actor=None, now=timezone.now())
"""


@contextmanager
def crowd() -> Iterator[list[subprocess.Popen[str]]]:
    """The buyers, who wait to be told what to do; all of them end with it."""
    with tempfile.TemporaryDirectory(prefix="gotuto-hot-") as data, ExitStack() as running:
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
            "PYTHONPATH": str(PROJECT),
        }
        python = starting.interpreter(PROJECT)
        for words in (["migrate", "-v", "0"], ["shell", "-c", _STOCK]):
            subprocess.run([python, "manage.py", *words], cwd=PROJECT, env=environ, check=True)
        script = [python, "-m", "bench.taker"]
        yield [running.enter_context(_client(script, environ)) for _ in range(PROCESSES)]


@contextmanager
def _client(script: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        script, cwd=PROJECT, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, process_group=0
    ) as client:
        yield client
        # Without further lines it ends.
        assert client.stdin is not None
        client.stdin.close()


def taken(clients: list[subprocess.Popen[str]], way: str, seconds: float) -> float:
    """Pieces a second of all buyers together."""
    for client in clients:
        assert client.stdin is not None
        client.stdin.write(f"{way} {seconds}\n")
        client.stdin.flush()
    return sum(int(client.stdout.readline() or "0") for client in clients if client.stdout is not None) / seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    wanted = parser.parse_args()
    found: list[tuple[float, float]] = []
    with crowd() as clients:
        # The first round warms up.
        for number in range(wanted.rounds + 1):
            ways = ("bare", "reserved") if number % 2 else ("reserved", "bare")
            rates = {way: taken(clients, way, wanted.seconds) for way in ways}
            found.append((rates["bare"], rates["reserved"]))
            say(f"round {number} of {wanted.rounds}: {found[-1]}")
    rows = [beside.row("pieces of one SKU a second", found[1:])]
    sys.stdout.write(report.table(["32 buyers", "bare UPDATE", "reservations", "ratio", "90 %"], rows) + "\n")


if __name__ == "__main__":
    main()
