"""State diagrams, from the transition tables of the domains."""

import ast
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from config.archdoc import tree
from config.archdoc.markdown import diagram

# What every domain calls its table: a state → those from which it may be reached.
_NAME = "ALLOWED_FROM"
Table = Mapping[StrEnum, Sequence[StrEnum]]


@dataclass(frozen=True)
class Machine:
    """A transition table, where it stands, and by which functions each state is reached."""

    module: str
    table: Table
    reached_by: Mapping[StrEnum, Sequence[str]]

    @property
    def states(self) -> type[StrEnum]:
        return type(next(iter(self.table)))

    def diagram(self) -> list[str]:
        befores = {before for sources in self.table.values() for before in sources}
        lines = [f"    [*] --> {state.value}" for state in self.states if state not in self.table]
        for state, sources in self.table.items():
            lines += [f"    {before.value} --> {state.value}{self._how(state)}" for before in sources]
        lines += [f"    {state.value} --> [*]" for state in self.states if state not in befores]
        return diagram("stateDiagram-v2", *lines)

    def _how(self, state: StrEnum) -> str:
        names = ", ".join(self.reached_by[state])
        return f": {names}" if names else ""


def of(context: str) -> Iterator[Machine]:
    """The state machines of a context."""
    for path in tree.files(context):
        # Where a table is defined it is annotated or assigned; whoever imports it is not meant.
        if any(_NAME in names for names in map(_assigned, tree.parsed(path).body)):
            module = tree.dotted(path)
            table = getattr(sys.modules[module], _NAME)
            reached = {state: sorted(set(_reached_by(context, state))) for state in table}
            yield Machine(tree.inside(context, module), table, reached)


def _assigned(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [ast.unparse(target) for target in targets]


def _reached_by(context: str, state: StrEnum) -> Iterator[str]:
    """The functions that move something to a state, or write a statement that does."""
    name = f"{type(state).__name__}.{state.name}"
    for path in tree.files(context):
        moves = _moves(path)
        for function, names in moves.items():
            if name in names:
                yield from _public(function, list(moves))


@cache
def _moves(path: Path) -> dict[ast.FunctionDef, set[str]]:
    """The functions of a file, and by name what each moves something to: one walk for all states."""
    functions = tree.functions(tree.parsed(path))
    return {function: {name for node in ast.walk(function) for name in _named(node)} for function in functions}


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith(_NAME):
        yield ast.unparse(node.slice)
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("transition"):
        yield from map(ast.unparse, ast.iter_child_nodes(node))


def _public(function: ast.FunctionDef, others: Sequence[ast.FunctionDef]) -> Iterator[str]:
    """The function; instead of a property, the functions of its module that ask it."""
    if "property" not in map(ast.unparse, function.decorator_list):
        yield function.name
        return
    for other in others:
        asked = {node.attr for node in ast.walk(other) if isinstance(node, ast.Attribute)}
        if other is not function and function.name in asked:
            yield from _public(other, others)
