"""The same order by nothing but SQL: how cheap it could be. A plan on standard input, its own CPU time on standard output."""

import json
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from tests.journeys.street import ADDRESS

STATEMENT = (Path(__file__).parent / "bare.sql").read_text()


def order(connection: psycopg.Connection, products: list[str]) -> None:
    now = datetime.now(UTC)
    address = json.dumps({"line2": "", "region": "", "phone": "", **ADDRESS})
    names = ("cart", "order", "reservation", "client", "invoice", "event")
    values: dict[str, Any] = {
        "products": products,
        "quantities": [1 + random.randrange(2) for _ in products],
        "number": f"B-{uuid4().hex[:12]}",
        "now": now,
        "written": f"{now:%Y-%m-%dT%H:%M:%S.%fZ}",
        "address": address,
        **{name: uuid4() for name in names},
    }
    connection.execute(STATEMENT.encode(), values)


def main() -> None:
    plan = json.load(sys.stdin)
    with psycopg.connect(plan["url"], autocommit=True, prepare_threshold=2) as connection:
        for _ in range(10):
            order(connection, random.sample(plan["products"], 3))
        before = time.process_time()
        for _ in range(plan["times"]):
            order(connection, random.sample(plan["products"], 3))
        json.dump({"client_ms": (time.process_time() - before) * 1000}, sys.stdout)


if __name__ == "__main__":
    main()
