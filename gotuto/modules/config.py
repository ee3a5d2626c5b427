"""The configuration of a module: what it brings, and how it makes itself known.

What stands in the `receivers.py` and `gateways.py` of a module, and the sagas that it names, is loaded at the start of every
process. A receiver, a saga or a destination that a process does not know is worse than an error: events would be written
without a delivery, sagas and outbound calls would stop.
"""

from collections.abc import Mapping
from importlib import import_module

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.module_loading import import_string, module_has_submodule

from gotuto import retention, wakeups
from gotuto.modules.declarations import (
    Beat,
    Chart,
    Figure,
    FileKind,
    Flag,
    Gauges,
    Grant,
    Lag,
    MenuItem,
    Names,
    Resource,
    StoredFiles,
)


class ModuleConfig(AppConfig):
    """The configuration of an app that brings something; it needs no `ready` of its own."""

    default_auto_field = "django.db.models.BigAutoField"
    # Django takes the one configuration that an `apps.py` holds; this class stands there too, being imported.
    default = False

    # Modules that define a saga, relative to the app: "placement", or "returns.returns" for one in a topic.
    sagas: tuple[str, ...] = ()
    # Queues of due work: name → the dotted path of the function that does some of it. They are asked in this order.
    queues: Mapping[str, str] = {}
    # What is purged once a day: name → the dotted path of the function that deletes some of it.
    purged: Mapping[str, str] = {}
    beat: tuple[Beat, ...] = ()

    # The front page of the API, and links of its browsable pages.
    resources: tuple[Resource, ...] = ()
    # Headers by which guests show that something is theirs; a guest who repeats a request is known by them.
    token_headers: tuple[str, ...] = ()
    # What is limited per person and minute; each has a setting GOTUTO_RATE_….
    rates: tuple[str, ...] = ()
    # Those of them that are counted by the caller's address, whoever is signed in.
    rates_by_address: tuple[str, ...] = ()

    # What can be switched while the shop runs.
    flags: tuple[Flag, ...] = ()

    # What the roles of staff see and do here.
    grants: tuple[Grant, ...] = ()

    # The back office, Prometheus.
    names: tuple[Names, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    figures: tuple[Figure, ...] = ()
    charts: tuple[Chart, ...] = ()
    gauges: tuple[Gauges, ...] = ()
    # What readiness names once it is late.
    lags: tuple[Lag, ...] = ()
    # What lies beside the database.
    files: tuple[StoredFiles, ...] = ()
    # What comes in and goes out as tables.
    file_kinds: tuple[FileKind, ...] = ()

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.default = True

    def ready(self) -> None:
        for name in (*self.found_by_name(), *self.sagas):
            import_module(f"{self.name}.{name}")
        for name, path in self.queues.items():
            wakeups.register(name, import_string(path))
        for name, path in self.purged.items():
            retention.register(name, import_string(path))
        post_migrate.connect(self.after_migrate, sender=self, dispatch_uid=f"{self.label}.after_migrate")

    def found_by_name(self) -> list[str]:
        """The modules that make themselves known by their name alone."""
        return [name for name in ("gateways", "receivers") if module_has_submodule(self.module, name)]

    def after_migrate(self, **_: object) -> None:
        """Make what has to be there as soon as the tables are; it runs after every `migrate`."""


def modules() -> list[ModuleConfig]:
    """All modules, in the order of INSTALLED_APPS."""
    return [config for config in apps.get_app_configs() if isinstance(config, ModuleConfig)]
