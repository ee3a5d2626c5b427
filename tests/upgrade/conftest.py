"""This tree and the release before it, on data stores that nobody else uses."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import psycopg
import pytest

from gotuto.runtime.valkey import Valkey
from tests.architecture.tree import ROOT
from tests.http_client import Answer
from tests.upgrade import release
from tests.upgrade.versions import Servers, Version


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    server, name = os.environ["DATABASE_URL"].rpartition("/")[0], "upgrade"
    valkey = Valkey(tmp_path_factory.mktemp("broker"))
    valkey.start()
    with psycopg.connect(f"{server}/postgres", autocommit=True) as session:
        session.execute(f"CREATE DATABASE {name}")
        yield Servers(f"{server}/{name}", valkey.url())
        session.execute(f"DROP DATABASE {name} WITH (FORCE)")
    valkey.stop()


@pytest.fixture(scope="session")
def versions(tmp_path_factory: pytest.TempPathFactory, servers: Servers) -> Iterator[tuple[Version, Version]]:
    """The last release and this tree, after the first has filled its tables."""
    folder = tmp_path_factory.mktemp("upgrade")
    before = Version("the last release", release.unpack(folder / "source"), folder / "before", servers)
    before.manage(["migrate", "--verbosity", "0"], ["demo_shop"])
    now = Version("this tree", ROOT, folder / "now", servers)
    yield before, now
    before.stop()
    now.stop()


@pytest.fixture(scope="session")
def while_migrating(versions: tuple[Version, Version]) -> list[Answer]:
    """What the last release answered to buyers while the tables were migrated; then both webs run."""
    before, now = versions
    before.start("worker", "beat", "web")
    answers, migrated = [before.orders()], Event()

    def buy() -> None:
        while not migrated.is_set():
            answers.append(before.orders())

    with ThreadPoolExecutor(1) as buyer:
        buying = buyer.submit(buy)
        try:
            now.manage(["migrate", "--verbosity", "0"])
        finally:
            migrated.set()
        buying.result()
    now.start("web")
    return answers
