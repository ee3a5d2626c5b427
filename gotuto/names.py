"""What people call a thing that others know by its id alone: asked of the module that owns it, through no wall.

An invoice shows the number of its order, a movement the name of its product and of whoever booked it, without knowing these
tables: the owner declares `Names` on its module, and is asked for all rows of a page at once.
"""

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.utils.module_loading import import_string

from gotuto.modules import Names, modules

# So many are found at most; whoever looks is told, and must say more.
MOST = 1_000


def called(kind: str, keys: Iterable[Any]) -> dict[Any, str]:
    """The names of these things; what is not there any more has none."""
    wanted = {key for key in keys if key is not None}
    return _ask(kind, "called")(wanted) if wanted else {}


def found(kind: str, words: str) -> tuple[list[Any], bool]:
    """The keys of the things that these words name, at most MOST of them, and whether there are more."""
    keys: list[Any] = _ask(kind, "found")(words, MOST + 1)
    return keys[:MOST], len(keys) > MOST


def noted(row: Any, column: str) -> str:
    """What the thing that a column names is called, as far as a page has asked for it; else its key."""
    return str(row.__dict__.get("_called", {}).get(column) or getattr(row, column))


def page(kind: str) -> str:
    """The page of the back office that shows one, by the name of its address; nothing if there is none."""
    _, names = _declared()[kind]
    return f"admin:{names.model}_change" if names.model else ""


@cache
def _declared() -> dict[str, tuple[str, Names]]:
    return {names.kind: (module.name, names) for module in modules() for names in module.names}


@cache
def _ask(kind: str, question: str) -> Callable[..., Any]:
    module, names = _declared()[kind]
    function: Callable[..., Any] = import_string(f"{module}.{getattr(names, question)}")
    return function
