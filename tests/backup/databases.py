"""Databases beside the one of the tests, on the same server, and being in one of them for a while."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


def create(name: str, *, like: str = "template1") -> str:
    """A new database under a name of this process, a copy of `like`."""
    own = f"backup_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    drop(own)
    _server(f'CREATE DATABASE "{own}" TEMPLATE "{like}"')
    return own


def drop(name: str) -> None:
    _server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Everything that asks the database asks this one."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def _server(statement: str) -> None:
    address = os.environ["DATABASE_URL"].rpartition("/")[0]
    with psycopg.connect(f"{address}/postgres", autocommit=True) as session:
        session.execute(statement)
