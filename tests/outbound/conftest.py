"""The toy carrier as an app of this process, with its tables, for one test."""

from collections.abc import Iterator

import pytest
from django.apps import AppConfig, apps
from django.db import connection

from gotuto import testing
from tests.carrier import models
from tests.carrier.server import Carrier


@pytest.fixture
def toy_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[AppConfig]:
    """As if INSTALLED_APPS named it; Django's own way starts all other apps anew, and with them the back office."""
    toy = AppConfig.create("tests.carrier")
    with testing.other_queues(), monkeypatch.context() as patch:
        patch.setitem(apps.app_configs, toy.label, toy)
        toy.apps = apps
        toy.import_models()
        apps.clear_cache()
        toy.ready()
        outbound = apps.get_app_config("gotuto_outbound")
        # What it tells of all tables of calls is again of those that there are when the toy has gone.
        for told in ("gauges", "lags"):
            patch.setattr(outbound, told, getattr(outbound, told))
        outbound.ready()
        yield toy
    apps.clear_cache()


@pytest.fixture
def toy_tables(toy_app: AppConfig, db: None) -> Iterator[None]:
    with connection.schema_editor() as editor:
        editor.create_model(models.Label)
        editor.create_model(models.Sticker)
    yield
    with connection.schema_editor() as editor:
        editor.delete_model(models.Sticker)
        editor.delete_model(models.Label)


@pytest.fixture
def carrier(toy_tables: None) -> Iterator[Carrier]:
    with Carrier() as carrier:
        yield carrier


@pytest.fixture
def at_once(settings: object) -> None:
    settings.GOTUTO_BACKOFF_SECONDS = 0  # type: ignore[attr-defined]
