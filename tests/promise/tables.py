"""Tables as the code of a release sees them, and what a release before this one would stumble over in its own."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader

OURS = ("gotuto.", "contexts.", "config.")

Tables = dict[str, dict[str, dict[str, Any]]]

_SIZED = re.compile(r"(varchar|numeric)\(([\d, ]+)\)")


@cache
def loader() -> MigrationLoader:
    """The migrations on the disk; no database is asked."""
    return MigrationLoader(None, ignore_no_migrations=True)


def labels() -> list[str]:
    return [config.label for config in apps.get_app_configs() if f"{config.name}.".startswith(OURS)]


def migrations() -> dict[str, list[str]]:
    """The names of the migrations of each app of ours."""
    found: dict[str, list[str]] = {}
    for label, name in sorted(loader().disk_migrations):
        if label in labels():
            found.setdefault(label, []).append(name)
    return found


def tables() -> Tables:
    """The columns of each table of ours after all migrations, as the code knows them."""
    state = loader().project_state()
    return {
        model._meta.db_table: {field.column: _column(field) for field in model._meta.local_concrete_fields}
        for label in labels()
        for model in state.apps.get_app_config(label).get_models(include_auto_created=True)
        # Another look at a table has no columns of its own.
        if not model._meta.proxy
    }


def _column(field: "models.Field[Any, Any]") -> dict[str, Any]:
    made = field.has_db_default() or field.generated or isinstance(field, models.AutoField)
    return {"type": field.db_parameters(connection)["type"], "null": field.null, "default": bool(made)}


def gone_migrations(before: dict[str, list[str]], after: dict[str, list[str]]) -> Iterator[str]:
    for label, names in before.items():
        for name in sorted(set(names) - set(after.get(label, []))):
            yield f"migration {label}.{name}: removed or renamed; databases have applied it"


def differences(before: Tables, after: Tables) -> Iterator[str]:
    """What the code of the release before would stumble over."""
    for table, columns in before.items():
        if table not in after:
            yield f"table {table}: removed or renamed; the last release works with it"
            continue
        for name, column in columns.items():
            if name not in after[table]:
                yield f"column {table}.{name}: removed or renamed; the last release names it"
            else:
                yield from _changes(f"column {table}.{name}", column, after[table][name])
        for name in sorted(after[table].keys() - columns.keys()):
            if not (after[table][name]["null"] or after[table][name]["default"]):
                yield f"column {table}.{name}: must be given, and the last release does not; add db_default or null=True"


def _changes(where: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    if not holds_all_of(before["type"], after["type"]):
        yield f"{where}: was {before['type']}, is {after['type']}"
    if before["null"] and not after["null"]:
        yield f"{where}: takes no NULL any more, and the last release may write it"
    if before["default"] and not after["default"] and not after["null"]:
        yield f"{where}: has no default any more, and the last release may rely on it"


def holds_all_of(before: str, after: str) -> bool:
    """Whether a column is of the same type, or of a wider one that PostgreSQL takes without writing the table anew."""
    if after == before or (before.startswith("varchar") and after == "text"):
        return True
    old, new = _SIZED.fullmatch(before), _SIZED.fullmatch(after)
    if old is None or new is None or old[1] != new[1]:
        return False
    (precision, scale), (wider, same) = _sizes(old[2]), _sizes(new[2])
    return wider >= precision and same == scale


def _sizes(text: str) -> tuple[int, int]:
    first, _, second = text.partition(",")
    return int(first), int(second or 0)
