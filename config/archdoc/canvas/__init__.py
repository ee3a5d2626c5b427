"""The canvas of a bounded context: its doors, its data, its rules and those who use it, on one page."""

from config.archdoc import sagas, states, tables
from config.archdoc.canvas import contract, holdings, users
from config.archdoc.markdown import table
from gotuto.modules import ModuleConfig


def page(context: ModuleConfig) -> str:
    """Markdown."""
    name = context.label
    lines = [
        f"# {context.verbose_name}: `contexts/{name}`",
        "",
        f"Written by `manage.py archdoc`. What its words mean stands in `contexts/{name}/README.md`.",
        "",
        *_section("What others may ask (facade)", contract.door(name)),
        *_section("What it asks of others", contract.asks(name)),
        *_section("Events that it publishes", contract.told(name)),
        *_section("Events that it hears", contract.heard(name)),
        *_section("REST operations", users.operations(context)),
        *_section("Tables", [*tables.entities(context), *_says(context)]),
        *_section("States", _states(name)),
        *_section("Sagas", _sagas(name)),
        *_section("Invariants", holdings.invariants(context)),
        *_section("Calls to the outside", holdings.destinations(context)),
        *_section("Done again and again", holdings.beat(context)),
        *_section("Settings", holdings.settings(context)),
        *_section("Roles of staff", users.roles(context)),
        *_section("Commands", users.commands(context)),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    return [f"## {title}", "", *lines]


def _says(context: ModuleConfig) -> list[str]:
    rows = [(f"`{model._meta.db_table}`", holdings.says(model)) for model in tables.of(context)]
    return table(("table", "holds"), rows, none="")


def _states(name: str) -> list[str]:
    found = [
        line
        for machine in states.of(name)
        for line in (f"`{machine.states.__name__}`, by the table in `{machine.module}`:", "", *machine.diagram())
    ]
    return found or ["Its domain has no transition table.", ""]


def _sagas(name: str) -> list[str]:
    return [line for saga in sagas.of(name) for line in sagas.section(saga)] or ["It leads none.", ""]
