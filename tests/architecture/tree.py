"""The source tree as the architecture tests see it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONTEXTS = sorted(path.parent.name for path in (ROOT / "contexts").glob("*/apps.py"))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def sources(*packages: str) -> list[Path]:
    """Every Python file of some packages but migrations, which are written by Django and never changed."""
    files = (path for package in packages for path in sorted((ROOT / package).rglob("*.py")))
    return [path for path in files if "migrations" not in path.parts]


def modules() -> list[Path]:
    """Every file of every module of a context."""
    return [path for path in sources("contexts") if path.parent.parent != ROOT and module_of(path) != "__init__"]


def module_of(path: Path) -> str:
    """The module of a context that a file belongs to: `use_cases` for contexts/billing/use_cases/payments.py."""
    return path.relative_to(ROOT).parts[2].removesuffix(".py")


def shown(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
