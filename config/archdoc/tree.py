"""The source tree as the pages about it see it: the bounded contexts, and their modules as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from gotuto.errors import BusinessError
from gotuto.modules import ModuleConfig, modules

ROOT = Path(__file__).resolve().parents[2]
_PACKAGE = "contexts."


class NoSourceTree(BusinessError):
    """The pages are made from a checkout, and this is not one."""

    code = "archdoc.no_source_tree"
    text = "{missing} is not here. The pages are written from the sources: run it in a checkout of GoTuto."
    missing: str


def contexts() -> list[ModuleConfig]:
    """The bounded contexts, by name."""
    return sorted((module for module in modules() if module.name.startswith(_PACKAGE)), key=lambda each: each.label)


def names() -> list[str]:
    return [context.label for context in contexts()]


def context_of(thing: Any) -> str:
    """The context in whose modules a class or function stands; empty for one of none."""
    module = str(getattr(thing, "__module__", ""))
    return module.split(".")[1] if module.startswith(_PACKAGE) else ""


def files(context: str) -> list[Path]:
    """The Python files of a context but migrations."""
    found = sorted((ROOT / "contexts" / context).rglob("*.py"))
    return [path for path in found if "migrations" not in path.parts]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def dotted(path: Path) -> str:
    """The file as it is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def inside(context: str, module: str) -> str:
    """A module without the path of its context: `invoices.use_cases` for contexts.billing.invoices.use_cases."""
    return module.removeprefix(f"{_PACKAGE}{context}.")


def read(name: str) -> str:
    """A file of the checkout. Raises NoSourceTree."""
    path = ROOT / name
    if not path.is_file():
        raise NoSourceTree(missing=name)
    return path.read_text()


def first_sentence(thing: Any) -> str:
    """The first line of a docstring; empty where nobody wrote one."""
    doc = getattr(thing, "__doc__", None) or ""
    # A dataclass without a docstring is given its signature as one.
    name = getattr(thing, "__name__", "")
    return "" if doc.startswith(f"{name}(") else doc.strip().partition("\n")[0]


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))
