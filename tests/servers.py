"""One PostgreSQL and one Valkey for a whole test run; loaded before pytest-django reads the settings."""

import os
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest

from gotuto.runtime.postgres import Postgres
from gotuto.runtime.valkey import Valkey


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    # A run starts hundreds of processes: what one has compiled, the next need not.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    # The workers of xdist inherit the variable, and with it the servers of their controller.
    if "GOTUTO_TEST_SERVERS" not in os.environ:
        _start(early_config)
    return (yield)


def _start(config: pytest.Config) -> None:
    directory = tempfile.TemporaryDirectory(prefix="gotuto-tests-", ignore_cleanup_errors=True)
    config.add_cleanup(directory.cleanup)
    root = Path(directory.name)
    os.environ["GOTUTO_TEST_SERVERS"] = str(root)
    os.environ["GOTUTO_DATA_DIR"] = str(root / "instance")
    # The tables are emptied between tests, which no event tells.
    os.environ["GOTUTO_CACHE_SECONDS"] = "0"
    postgres, valkey = Postgres(root / "postgres", fast=True), Valkey(root / "valkey")
    for server in (postgres, valkey):
        server.start()
        config.add_cleanup(server.stop)
    os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = postgres.url(), valkey.url()
