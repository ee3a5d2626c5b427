"""Which context may ask which: the layers of the contract in .importlinter, and who asks whom in the sources."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from dataclasses import dataclass
from functools import cache

from config.archdoc import tree

_CONTRACT = "importlinter:contract:context-map"


@dataclass(frozen=True, order=True)
class Use:
    """A function of a facade that a module of another context calls."""

    caller: str
    called: str
    function: str
    module: str


def layers() -> list[list[str]]:
    """The contexts from top to bottom; those of one layer may not know each other. Raises NoSourceTree."""
    contracts = ConfigParser()
    contracts.read_string(tree.read(".importlinter"))
    return [[name.strip() for name in line.split("|")] for line in contracts[_CONTRACT]["layers"].strip().splitlines()]


def allowed() -> dict[str, list[str]]:
    """Whom each context may ask: all that stand below it."""
    rows = layers()
    return {
        name: sorted(lower for row in rows[place + 1 :] for lower in row)
        for place, names in enumerate(rows)
        for name in names
    }


@cache
def uses() -> tuple[Use, ...]:
    """Every use of a facade by another context."""
    return tuple(sorted({use for context in tree.names() for use in _of(context)}))


def _of(context: str) -> Iterator[Use]:
    for path in tree.files(context):
        module = tree.parsed(path)
        doors = dict(_doors(module))
        for node in ast.walk(module) if doors else ():
            owner = ast.unparse(node.value) if isinstance(node, ast.Attribute) else ""
            # Refusals are caught by their class, and are no question.
            if isinstance(node, ast.Attribute) and owner in doors and node.attr != "errors":
                yield Use(context, doors[owner], node.attr, tree.inside(context, tree.dotted(path)))


def _doors(module: ast.Module) -> Iterator[tuple[str, str]]:
    """The names by which a module knows facades, and whose they are."""
    for node in module.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("contexts."):
            other = str(node.module).split(".")[1]
            yield from ((each.asname or each.name, other) for each in node.names if each.name == "facade")
