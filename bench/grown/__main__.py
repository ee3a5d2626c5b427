"""Ten million rows: `python -m bench.grown`. What the tables that grow with every order cost then, beside a hundred thousand.

One table after the other is filled, asked, and emptied. Writes a line of JSON for each figure to standard output.
"""

import argparse
import json
import os
import re
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

SMALL, LARGE = 100_000, 10_000_000


def say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=LARGE)
    parser.add_argument("--only", help="the name of one table")
    parser.add_argument("--repeat", type=int, default=100)
    wishes = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gotuto-grown-") as folder:
        stop = _servers(Path(folder))
        try:
            run(wishes.rows, wishes.only, wishes.repeat)
        finally:
            stop()


def _servers(folder: Path) -> Callable[[], None]:
    """An empty shop of this tree, and Django in this process."""
    from gotuto.runtime.postgres import Postgres
    from gotuto.runtime.valkey import Valkey

    postgres, valkey = Postgres(folder / "postgres", fast=True), Valkey(folder / "valkey")
    postgres.start()
    valkey.start()
    os.environ |= {"DATABASE_URL": postgres.url(), "REDIS_URL": valkey.url(), "GOTUTO_DATA_DIR": str(folder),
                   "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR", "ALLOWED_HOSTS": "127.0.0.1"}  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("seed", products=2000, orders=1000)

    def stop() -> None:
        valkey.stop()
        postgres.stop()

    return stop


def run(large: int, only: str | None, repeat: int) -> None:
    from django.contrib.auth import get_user_model
    from django.test import Client

    from bench.grown import questions, rows
    from gotuto.db import execute

    execute("SET statement_timeout = 0; SET maintenance_work_mem = '512MB'")
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(email="grown@example.com"))  # type: ignore[attr-defined]
    for kind in rows.KINDS:
        if only in (None, kind.name):
            rows.remember(kind)
            for size in (SMALL, large):
                started = time.monotonic()
                rows.grow(kind, size)
                say(table=kind.name, size=size, figure="filled", seconds=round(time.monotonic() - started, 1))
                vacuum(kind, size, "first vacuum")
                sizes(kind, size)
                for name, question in questions.of(kind, questions.Shop(client)).items():
                    say(table=kind.name, size=size, figure=name, **timed(question, repeat), **scans(question, kind))
                vacuum(kind, size, "vacuum after that")
            backup(kind, large)
            rows.empty(kind)


def timed(question: Callable[[], object], repeat: int, most_seconds: float = 8.0) -> dict[str, Any]:
    """Milliseconds of a question, first cold, then the middle and the 95th of a hundred."""
    taken: list[float] = []
    began = time.monotonic()
    while len(taken) < repeat + 1 and (len(taken) < 3 or time.monotonic() - began < most_seconds):
        started = time.perf_counter()
        question()
        taken.append(1000 * (time.perf_counter() - started))
    first, *others = taken
    ranked = sorted(others)
    return {"first": round(first, 2), "p50": round(ranked[len(ranked) // 2], 2),
            "p95": round(ranked[int(0.95 * len(ranked))], 2), "times": len(ranked)}  # fmt: skip


def scans(question: Callable[[], object], kind: Any) -> dict[str, Any]:
    """How the statements of a question read the large tables."""
    from django.db import connection

    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(listen):
        question()
    found: set[str] = set()
    pages = 0
    for sql, parameters in asked:
        if any(table in sql for table in (kind.table, *kind.also, "invariants_violations")) and sql.lstrip()[:6].upper() in (
            "SELECT", "WITH D", "WITH B", "WITH O", "WITH E",
        ):  # fmt: skip
            with connection.cursor() as cursor:
                how = "" if re.search(r"\b(INSERT|UPDATE|DELETE)\b", sql) else "(ANALYZE, BUFFERS)"
                cursor.execute(f"EXPLAIN {how} {sql}", parameters)
                plan = [line for (line,) in cursor.fetchall()]
            found |= {line.split("(cost")[0].strip(" ->") for line in plan
                      if "Scan" in line and any(table in line for table in (kind.table, *kind.also))}  # fmt: skip
            buffers = next((line for line in plan if "Buffers:" in line), "")
            pages += sum(int(number) for number in re.findall(r"(?:hit|read)=(\d+)", buffers))
    return {"pages": pages, "scans": sorted(found)}


def vacuum(kind: Any, size: int, figure: str) -> None:
    from gotuto.db import execute

    for table in (kind.table, *kind.also):
        started = time.monotonic()
        execute(f"VACUUM (ANALYZE) {table}")
        say(table=kind.name, size=size, figure=figure, of=table, seconds=round(time.monotonic() - started, 2))


def sizes(kind: Any, size: int) -> None:
    from gotuto.db import fetch_all, fetch_one

    for table in (kind.table, *kind.also):
        (heap, indexes, number), each = (
            fetch_one(f"SELECT pg_table_size('{table}'), pg_indexes_size('{table}'), (SELECT count(*) FROM {table})")
            or (0, 0, 0),
            fetch_all(
                "SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index WHERE indrelid = %s::regclass",
                [table],
            ),
        )
        say(table=kind.name, size=size, figure="size", of=table, rows=number, heap_mb=heap // 2**20, indexes_mb=indexes // 2**20,
            indexes={name: int(bytes_) // 2**20 for name, bytes_ in each})  # fmt: skip


def backup(kind: Any, size: int) -> None:
    """What the rows take in a dump, from a hundred thousand of them."""
    from gotuto.db import fetch_all

    for table in (kind.table, *kind.also):
        text = "\n".join(row[0] for row in fetch_all(f"SELECT t::text FROM (SELECT * FROM {table} LIMIT 100000) AS t"))
        say(
            table=kind.name,
            size=size,
            figure="backup",
            of=table,
            bytes_each=round(len(zlib.compress(text.encode())) / 1e5, 1),
        )


if __name__ == "__main__":
    main()
