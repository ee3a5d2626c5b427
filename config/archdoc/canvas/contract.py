"""The contract of a context: what it answers, what it asks, what it tells and hears."""

from collections.abc import Iterator
from importlib import import_module
from inspect import Parameter, signature, unwrap
from typing import Any

from config.archdoc import events, tree, walls
from config.archdoc.markdown import code, table
from config.archdoc.reach import direct


def door(context: str) -> list[str]:
    """The functions of its facade, and who calls them."""
    callers: dict[str, set[str]] = {}
    for use in walls.uses():
        if use.called == context:
            callers.setdefault(use.function, set()).add(use.caller)
    rows = (
        (f"`{name}({_parameters(function)})`", tree.first_sentence(function), code(*sorted(callers.get(name, ()))))
        for name, function in _facade(context)
    )
    return table(("function", "does", "asked by"), rows, none="Nothing.")


def asks(context: str) -> list[str]:
    """The functions of other facades that it calls, and where."""
    modules: dict[tuple[str, str], list[str]] = {}
    for use in walls.uses():
        if use.caller == context:
            modules.setdefault((use.called, use.function), []).append(use.module)
    rows = ((f"`{called}.{name}`", code(*found)) for (called, name), found in sorted(modules.items()))
    return table(("function", "in"), rows, none="Nothing.")


def told(context: str) -> list[str]:
    rows = ((f"`{each.event}`", events.says(each.name), code(*each.hearers)) for each in events.of(context))
    return table(("event", "says", "heard by"), rows, none="None.")


def heard(context: str) -> list[str]:
    rows = (
        (f"`{handler.event_class.__name__}`", code(tree.context_of(handler.event_class)), f"`{handler.name}`", does)
        for handler in events.heard_by(context)
        for does in [code(*direct(handler.handle))]
    )
    return table(("event", "of", "handler", "calls"), rows, none="None.")


def _facade(context: str) -> Iterator[tuple[str, Any]]:
    facade = import_module(f"contexts.{context}.facade")
    yield from ((name, getattr(facade, name)) for name in facade.__all__ if name != "errors")


def _parameters(function: Any) -> str:
    """Names only: who calls it reads the types where it stands."""
    given = signature(unwrap(function)).parameters.values()
    return ", ".join(each.name if each.default is Parameter.empty else f"{each.name}=…" for each in given)
