"""The source tree as the architecture tests see it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONTEXTS = sorted(path.parent.name for path in (ROOT / "contexts").glob("*/apps.py"))

# A package of a topic that is large enough to be a thing of its own, with layers of its own in .importlinter.
PARTS = {"admin", "einvoice", "entries", "gateways", "pdf"}

# Packages of a context that are no topics; each may stand in a topic as well.
PACKAGES = {"admin", "api", "carriers", "domain", "gateways", "management", "migrations", "use_cases"}


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


@cache
def topics(context: str) -> list[str]:
    """The topics of a context that is split: its packages that are no modules grown large."""
    packages = (path.parent.name for path in (ROOT / "contexts" / context).glob("*/__init__.py"))
    return sorted(name for name in packages if name not in PACKAGES)


@cache
def parts() -> list[str]:
    """The parts of topics, as paths below contexts/."""
    found = (ROOT / "contexts").glob("*/*/*/__init__.py")
    return sorted(str(path.parent.relative_to(ROOT / "contexts")) for path in found if path.parent.name in PARTS)


def context_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[1]


def module_of(path: Path) -> str:
    """What a file is, wherever it stands: `use_cases` for contexts/billing/payments/use_cases.py."""
    _, context, *rest = path.relative_to(ROOT).parts
    place = rest[1:] if len(rest) > 1 and rest[0] in topics(context) else rest
    return place[0].removesuffix(".py")


def dotted(path: Path) -> str:
    """The file as it is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def shown(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"
