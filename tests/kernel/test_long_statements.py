"""How a statement is read is remembered, however long it is."""

from importlib import import_module

import pytest

from gotuto.db import fetch_all

pytestmark = pytest.mark.django_db
LONG = f"SELECT %(number)s::int{' + 0' * 3_000}"


def test_a_long_statement_is_read_once():
    read = getattr(import_module("psycopg._queries"), "_query2pg")  # noqa: B009
    assert len(LONG) > 10_000
    fetch_all(LONG, {"number": 1})
    before = read.cache_info()
    assert [tuple(row) for row in fetch_all(LONG, {"number": 2})] == [(2,)]
    after = read.cache_info()
    assert (after.hits, after.misses) == (before.hits + 1, before.misses)
