"""A shop with work under way, backed up once; and new databases to restore it into."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from gotuto.backup.manifest import applied_migrations
from tests import migrated
from tests.backup import databases
from tests.conftest import NOW
from tests.shop import Shop


@pytest.fixture(scope="session")
def source(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """The database of a shop: orders that have ended, one that is paid and not yet told so, one that nobody has looked at."""
    name = databases.create("source", like=migrated.template())
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        with databases.inside(name):
            shop = Shop(NOW)
            shop.has("tea", pieces=100)
            shop.order({"TEA": 2})
            shop.place({"TEA": 1})
        yield name
        databases.drop(name)


@pytest.fixture
def unblocked(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Databases may be asked, though none of them is the one of the tests."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@pytest.fixture
def copy(source: str) -> Iterator[str]:
    """The same shop again, to be changed."""
    name = databases.create("copy", like=source)
    yield name
    databases.drop(name)


@pytest.fixture
def empty(source: str) -> Iterator[str]:
    """A database with nothing in it."""
    name = databases.create("empty")
    yield name
    databases.drop(name)


@pytest.fixture(scope="session")
def backup(source: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The backup of the shop."""
    path = tmp_path_factory.mktemp("backups") / "shop.tar"
    run(source, "backup", path)
    return path


def run(database: str, command: str, *arguments: object) -> str:
    """What a command prints that is called in a database."""
    out = StringIO()
    with databases.inside(database):
        call_command(command, *map(str, arguments), stdout=out)
    return out.getvalue()


def migrations(database: str) -> set[str]:
    """Those that were applied in a database."""
    with databases.inside(database):
        return set(applied_migrations())
