"""The calls in the source of one function, each with what it calls."""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from inspect import getsource, isfunction
from textwrap import dedent
from typing import Any, get_args, get_type_hints

Function = Callable[..., Any]


@dataclass(frozen=True)
class Called:
    """Something that is called; `only_for` are the classes of the `case` in which it stands."""

    thing: Any
    only_for: tuple[type, ...] = ()


@cache
def calls(function: Function) -> tuple[Called, ...]:
    """What a function calls, in the order of its lines; a call comes after those in its arguments."""
    (tree,) = ast.parse(dedent(getsource(function))).body
    assert isinstance(tree, ast.FunctionDef)
    known = _parameters(function)
    return tuple(called for node in tree.body for called in _in(node, function.__globals__, known, ()))


def _parameters(function: Function) -> dict[str, Any]:
    """The names of a function whose type is told, with an object that has what they have."""
    known = {name: _class(hint) for name, hint in get_type_hints(function).items()}
    owner, _, _ = function.__qualname__.rpartition(".")
    return {**known, "self": getattr(sys.modules[function.__module__], owner, None) if owner else None}


def _in(node: ast.AST, names: dict[str, Any], known: dict[str, Any], only_for: tuple[type, ...]) -> Iterator[Called]:
    if isinstance(node, ast.match_case):
        only_for = tuple(_classes(node.pattern, names)) or only_for
    for inner in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Call) and inner is node.func and isinstance(inner, ast.Name)):
            yield from _in(inner, names, known, only_for)
    if isinstance(node, ast.Call):
        thing = _resolved(node.func, names, known)
        if thing is not None:
            yield Called(thing, only_for)
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        _learn(node.targets[0], _resolved(node.value.func, names, known), known)


def _resolved(node: ast.AST, names: dict[str, Any], known: dict[str, Any]) -> Any:
    """What a name, or a name with dots, stands for; None when the source alone does not tell."""
    if isinstance(node, ast.Name):
        return known[node.id] if node.id in known else names.get(node.id)
    if isinstance(node, ast.Attribute):
        owner = _resolved(node.value, names, known)
        return None if owner is None else getattr(owner, node.attr, None)
    return None


def _learn(target: ast.expr, called: Any, known: dict[str, Any]) -> None:
    """A local name has the type that the function returns whose result it is."""
    returned = get_type_hints(called).get("return") if isfunction(called) else None
    if isinstance(target, ast.Name):
        known[target.id] = _class(returned)
    elif isinstance(target, ast.Tuple):
        for each, hint in zip(target.elts, get_args(returned), strict=False):
            known |= {each.id: _class(hint)} if isinstance(each, ast.Name) else {}


def _class(hint: Any) -> type | None:
    """The class of an annotation, also of one that may be None."""
    choices = [hint, *get_args(hint)] if not hasattr(hint, "__origin__") else [hint]
    return next((each for each in choices if isinstance(each, type) and each is not type(None)), None)


def _classes(pattern: ast.AST, names: dict[str, Any]) -> Iterator[type]:
    for node in ast.walk(pattern):
        if isinstance(node, ast.MatchClass) and isinstance(found := _resolved(node.cls, names, {}), type):
            yield found
