"""Transactions, row locks and keyset pages over PostgreSQL."""

from gotuto.db.dry import DryRun, drawn, dry_run, is_dry_run, wakes, would_call
from gotuto.db.failures import VersionConflict, is_transient, sqlstate, unique
from gotuto.db.hydration import fetch_as, fetch_one_as, select_list
from gotuto.db.keyset import paginate
from gotuto.db.rows import columns_of, fetch, fetch_pair, fetch_rows, hydrate, lock
from gotuto.db.session import temporary_connection
from gotuto.db.sql import as_json, execute, fetch_all, fetch_one, stream
from gotuto.db.unit import before_commit, in_unit, unit, unit_of_work

__all__ = [
    "DryRun",
    "VersionConflict",
    "as_json",
    "before_commit",
    "columns_of",
    "drawn",
    "dry_run",
    "execute",
    "fetch",
    "fetch_all",
    "fetch_as",
    "fetch_one",
    "fetch_one_as",
    "fetch_pair",
    "fetch_rows",
    "hydrate",
    "in_unit",
    "is_dry_run",
    "is_transient",
    "lock",
    "paginate",
    "select_list",
    "sqlstate",
    "stream",
    "temporary_connection",
    "unique",
    "unit",
    "unit_of_work",
    "wakes",
    "would_call",
]
