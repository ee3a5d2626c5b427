"""What the modules exchange as files, by name."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.utils.module_loading import import_string

from gotuto.imports.errors import KindNotFound, KindNotYours
from gotuto.imports.tables import Table
from gotuto.modules import FileKind, modules
from gotuto.roles import Role


@dataclass(frozen=True)
class Known:
    """A kind with what its module says of it."""

    kind: FileKind
    table: Table


@cache
def kinds() -> dict[str, FileKind]:
    """All kinds by their names."""
    return {kind.name: kind for module in modules() for kind in module.file_kinds}


@cache
def known(name: str) -> Known:
    """A kind by its name. Raises KindNotFound."""
    for module in modules():
        for kind in module.file_kinds:
            if kind.name == name:
                return Known(kind, import_string(f"{module.name}.{kind.table}"))
    raise KindNotFound(kind=name[:50], known=", ".join(kinds()))


def allowed(name: str, roles: Collection[Role]) -> Known:
    """The same for whoever has these roles. Raises KindNotFound, KindNotYours."""
    found = known(name)
    if found.kind.role not in roles:
        raise KindNotYours(kind=found.kind.title, role=found.kind.role)
    return found


def names_for(roles: Collection[Role]) -> list[str]:
    """The kinds that somebody with these roles exchanges."""
    return [name for name, kind in kinds().items() if kind.role in roles]
