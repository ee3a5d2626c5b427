"""Who talks to the shop in the tests, and when."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

if TYPE_CHECKING:
    from tests.clients import Api

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

# A machine that is busy breaks no rule.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


# What takes longest: begun last, it would keep one worker busy while the other has nothing left to do.
_LONG = ("tests/howto/", "tests/reliability/")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker of xdist makes what is made once for a module, and the longest tests come first."""
    for item in items:
        known = item._fixtureinfo.name2fixturedefs.values()  # type: ignore[attr-defined]
        if item.get_closest_marker("xdist_group") is None and any(each[-1].scope == "module" for each in known):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Save what was measured: xdist ends a worker that is not gone ten seconds after its last test."""
    if "coverage" in sys.modules and (measuring := sys.modules["coverage"].Coverage.current()):
        measuring.save()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any) -> None:
    """The database of the tests is a copy of one that has every migration, and patient: a busy machine fills tables slowly."""
    from django.db import connection

    from tests import migrated

    session = connection.settings_dict["OPTIONS"]["options"]
    assert "statement_timeout=10s" in session
    connection.settings_dict["OPTIONS"]["options"] = session.replace("statement_timeout=10s", "statement_timeout=2min")
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.template()


@pytest.fixture(autouse=True)
def quiet_notifier(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Tests drain by themselves; no worker is woken for the work of a test."""
    from gotuto import wakeups

    monkeypatch.setattr(wakeups.notifier, "notify", lambda name: None)


@pytest.fixture(autouse=True, scope="session")
def documents_folder() -> Iterator[None]:
    """What tests store of invoices lies in memory where there is some: each file is synced with its disk."""
    from django.conf import settings
    from django.test import override_settings

    memory = Path("/dev/shm")  # noqa: S108
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > 1 << 30
    with tempfile.TemporaryDirectory(prefix="gotuto-documents-", dir=memory if roomy else None) as name:
        folder = {"OPTIONS": {"location": name}}
        documents = {**settings.STORAGES["documents"], **folder}
        with override_settings(STORAGES={**settings.STORAGES, "documents": documents}):
            yield


@pytest.fixture(autouse=True)
def unhurried_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was chosen for an action is done in one go, however slow the machine is."""
    from gotuto.actions import running

    monkeypatch.setattr(running, "SECONDS", 60)


@pytest.fixture(autouse=True)
def nobody_acts_any_more() -> Iterator[None]:
    """Outside of a request nothing takes back who acts; the next test must not act for them."""
    from gotuto import trace

    yield
    trace.set_actor(None)


@pytest.fixture(autouse=True)
def flags_are_read_anew() -> Iterator[None]:
    """What a test switched is rolled back; the copy of its process must not outlive it."""
    from django.core.cache import cache

    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def static_files_are_listed_once() -> Iterator[None]:
    """A client begins with a chain of middleware of its own; the files of the packages are the same for all of them."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    listed: dict[str, Any] = {}
    add = WhiteNoiseMiddleware.add_files_from_finders

    def add_once(chain: Any) -> None:
        if not listed:
            add(chain)
            listed.update(chain.files)
        chain.files.update(listed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add_once)
        yield


@pytest.fixture
def api() -> "Api":
    """A guest."""
    from tests.clients import Api

    return Api()


@pytest.fixture
def customer_api(db: None) -> "Callable[..., Api]":
    """`customer_api()` is Ada; `customer_api("bob@example.com")` is somebody else."""
    from tests import clients

    return clients.customer_api


@pytest.fixture
def staff_api(db: None) -> "Callable[..., Api]":
    """`staff_api("stock")` has that role, `staff_api()` none, `staff_api(superuser=True)` all."""
    from tests import clients

    return clients.staff_api


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def settle() -> Callable[[], None]:
    """Do everything that is due: sagas, deliveries, mails."""
    from tests import shop

    return shop.settle


@pytest.fixture(scope="session", autouse=True)
def plain_passwords() -> Iterator[None]:
    """Hashing a password is slow on purpose; tests have nothing to hide."""
    from django.conf import settings

    hashers = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    yield
    settings.PASSWORD_HASHERS = hashers
