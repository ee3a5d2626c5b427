"""Rows by the million are like those that orders leave, and the page tells what was measured."""

import pytest
from django.core.management import call_command

from bench.grown import rows
from bench.grown.page import page
from config import invariants
from gotuto.db import execute, fetch_all, fetch_one

INDEXES = "SELECT indexname FROM pg_indexes WHERE tablename = ANY(%s) ORDER BY indexname"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", rows.KINDS, ids=lambda kind: kind.name)
def test_a_table_grows_to_its_size_keeps_its_indexes_and_breaks_no_rule(kind: rows.Kind) -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # an index cannot be built while a check waits for the end of the test
    call_command("seed", products=10, orders=20)
    before = fetch_all(INDEXES, [list(kind.tables)])

    rows.remember(kind)
    rows.grow(kind, 1_500)

    [count] = fetch_one(f"SELECT count(*) FROM {kind.table}") or [0]
    assert 1_400 < count <= 1_500
    assert fetch_all(INDEXES, [list(kind.tables)]) == before
    assert invariants.find_violations() == []

    rows.empty(kind)
    assert fetch_one(f"SELECT count(*) FROM {kind.table}") == (0,)


def test_the_page_has_both_sizes_beside_each_other() -> None:
    about = {"table": "mails", "of": "notification_notification"}
    sizes = {"rows": 7, "heap_mb": 4, "indexes_mb": 3, "indexes": {"small": 1, "large": 2}}
    text = page(
        line
        for size in (100_000, 10_000_000)
        for line in (
            {**about, "size": size, "figure": "size", **sizes},
            {**about, "size": size, "figure": "first vacuum", "seconds": 1.5},
            {**about, "size": size, "figure": "mails, newest", "p50": size / 1e5, "p95": 9, "pages": size // 1000},
            {**about, "size": size, "figure": "backup", "bytes_each": 112.3},
        )
    )
    assert "| mails, newest | 1.00, 9.00 | 100.00, 9.00 | 100 | 10,000 |" in text
    assert "| notification_notification | 7 | 4 | 3 | large 2 |" in text
    assert "| notification_notification | 1.50 | 112.30 |" in text
