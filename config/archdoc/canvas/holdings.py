"""What a context holds and keeps up: tables, invariants, outbound calls, periodic work, settings."""

import re
from pathlib import Path

from config import invariants as declared_invariants
from config.archdoc import settings_used, tables, tree
from config.archdoc.markdown import bullets, code, table
from gotuto.modules import ModuleConfig
from gotuto.outbound.destinations import destinations as known_destinations


def says(model: tables.Model) -> str:
    """The first sentence about a table; without one, what it is called."""
    return tree.first_sentence(model) or f"{str(model._meta.verbose_name_plural).capitalize()}."


def invariants(context: ModuleConfig) -> list[str]:
    """Those of the context, and those across contexts that look at its tables."""
    rows = (
        (f"`{path.stem}`", _comment(text), "" if _is_in(context, path) else "across contexts")
        for path in declared_invariants.files()
        for text in [path.read_text()]
        if _is_in(context, path) or (path.parent == declared_invariants.ACROSS and _speaks_of(context, text))
    )
    return table(("invariant", "says", "where"), rows, none="None of its own.")


def destinations(context: ModuleConfig) -> list[str]:
    rows = (
        (f"`{each.name}`", f"`{each.model._meta.db_table}`", "yes" if each.ask else "no")
        for model in tables.of(context)
        for each in known_destinations.of(model)
    )
    return table(("destination", "a row for each call", "can be asked what became of a call"), rows, none="None.")


def beat(context: ModuleConfig) -> list[str]:
    """Its tasks, what it purges once a day, and the queues that are drained whenever there is something in them."""
    tasks = [f"every {each.every.total_seconds():.0f} s: `{each.task}`" for each in context.beat]
    purged = [
        f"once a day: {code(path.removeprefix(f'{context.name}.'))}" for _, path in sorted(context.purged.items())
    ]
    queues = [
        f"when something is due: {code(path.removeprefix(f'{context.name}.'))}" for path in context.queues.values()
    ]
    return bullets([*tasks, *queues, *purged], none="Nothing.")


def settings(context: ModuleConfig) -> list[str]:
    rows = ((f"`{each.name}`", each.meaning) for each in settings_used.of(context))
    return table(("setting", "means"), rows, none="None; those of the kernel are in [settings](../../settings.md).")


def _is_in(context: ModuleConfig, path: Path) -> bool:
    return path.is_relative_to(context.path)


def _speaks_of(context: ModuleConfig, text: str) -> bool:
    names = "|".join(model._meta.db_table for model in tables.of(context))
    return bool(names) and re.search(rf"\b({names})\b", text) is not None


def _comment(text: str) -> str:
    """The words at the beginning of a file of SQL."""
    lines = re.match(r"(?:--[^\n]*\n)*", text)
    return " ".join(line.removeprefix("--").strip() for line in (lines[0] if lines else "").splitlines())
