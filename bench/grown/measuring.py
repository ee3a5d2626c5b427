"""How long questions take, which pages they read, how large tables are, and what tidying up costs."""

import re
import time
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.db import connection

from bench.grown.rows import Kind
from bench.stage import percentile
from gotuto.db import execute, fetch_all, fetch_one

Question = Callable[[], object]
Figure = dict[str, Any]

_WRITES = re.compile(r"\b(INSERT|UPDATE|DELETE)\b")
_SIZES = "SELECT pg_table_size('{0}'), pg_indexes_size('{0}'), (SELECT count(*) FROM {0})"
_INDEXES = "SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index WHERE indrelid = %s::regclass"
_SAMPLE = 100_000


def timed(question: Question, *, repeat: int, most_seconds: float = 8.0) -> Figure:
    """Milliseconds: the first time, then the middle and the 95th of a hundred; fewer times where it takes long."""
    taken: list[float] = []
    began = time.monotonic()
    while len(taken) <= repeat and (len(taken) < 3 or time.monotonic() - began < most_seconds):
        started = time.perf_counter()
        question()
        taken.append(1000 * (time.perf_counter() - started))
    first, *others = (round(each, 2) for each in taken)
    return {"first": first, "p50": percentile(others, 0.5), "p95": percentile(others, 0.95), "times": len(others)}


def read(question: Question, kind: Kind) -> Figure:
    """The pages of 8 kB that its statements read, and how they go through the tables of this kind."""
    asked: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        asked.append((sql, parameters))
        return execute(sql, parameters, many, context)

    with ExitStack() as listening:
        listening.enter_context(connection.execute_wrapper(listen))
        question()
    pages, scans = 0, set()
    for sql, parameters in asked:
        if any(table in sql for table in kind.tables) and re.match(r"\s*(SELECT|WITH)\b", sql):
            plan = _plan(sql, parameters)
            scans |= {line.split("(cost")[0].strip(" ->") for line in plan if "Scan" in line and _names(line, kind)}
            pages += _pages(plan)
    return {"pages": pages, "scans": sorted(scans)}


def _plan(sql: str, parameters: Any) -> list[str]:
    # What writes is not done a second time.
    how = "" if _WRITES.search(sql) else "(ANALYZE, BUFFERS)"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {how} {sql}", parameters)
        return [line for (line,) in cursor.fetchall()]


def _pages(plan: list[str]) -> int:
    first = next((line for line in plan if "Buffers:" in line), "")
    return sum(int(number) for number in re.findall(r"(?:hit|read)=(\d+)", first))


def _names(line: str, kind: Kind) -> bool:
    return any(table in line for table in kind.tables)


def vacuumed(table: str) -> Figure:
    """Seconds of VACUUM and ANALYZE."""
    started = time.monotonic()
    execute(f"VACUUM (ANALYZE) {table}")
    return {"seconds": round(time.monotonic() - started, 2)}


def size(table: str) -> Figure:
    """MB of the table and of each of its indexes."""
    heap, indexes, count = fetch_one(_SIZES.format(table)) or (0, 0, 0)
    each = {name: int(taken) // 2**20 for name, taken in fetch_all(_INDEXES, [table])}
    return {"rows": count, "heap_mb": heap // 2**20, "indexes_mb": indexes // 2**20, "indexes": each}


def dumped(table: str) -> Figure:
    """Bytes that a row takes in a compressed dump, by a sample."""
    rows = fetch_all(f"SELECT t::text FROM (SELECT * FROM {table} LIMIT {_SAMPLE}) AS t")
    packed = zlib.compress("\n".join(row[0] for row in rows).encode())
    return {"bytes_each": round(len(packed) / max(len(rows), 1), 1)}
