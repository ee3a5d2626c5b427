"""Where each page stands: in the first section, for a kind of reader, that names it or its folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any


class NoPlace(Exception):
    """A page that no section names."""


@dataclass(frozen=True)
class Section:
    """Pages in their order, as patterns of their names; those of one pattern by name. A pattern may stand for none."""

    title: str
    parts: tuple["str | Section", ...]


def _folder(title: str, folder: str) -> Section:
    return Section(title, (f"{folder}/README.md", f"{folder}/*.md"))


SECTIONS = (
    Section("Start here", ("README.md", "docs/glossary.md")),
    Section(
        "Use the API",
        (
            "docs/api/README.md",
            "docs/api/first-order.md",
            "docs/api/authentication.md",
            "docs/api/errors.md",
            "docs/api/idempotency.md",
            "docs/api/waiting.md",
            "docs/api/lists.md",
            "docs/api/*.md",
        ),
    ),
    Section(
        "Operate",
        (
            "docs/runbook/README.md",
            Section("Runbook by alert", ("docs/runbook/*.md",)),
            "docs/disaster-recovery.md",
            "docs/deployment.md",
            Section("Deployment by platform", ("docs/deployment/*.md",)),
            "docs/kubernetes.md",
            "docs/gateway.md",
            "docs/gitops.md",
            "docs/upgrading.md",
            "docs/commands.md",
            "docs/operat*.md",
            "docs/configuration.md",
            "docs/slo.md",
            "docs/traces.md",
            "docs/*flags.md",
            "docs/security.md",
            "SECURITY.md",
            "deploy/**.md",
        ),
    ),
    Section(
        "Develop",
        ("docs/development.md", "CONTRIBUTING.md", "docs/howto.md", "wider/README.md", "bench/**.md", "config/**.md"),
    ),
    Section(
        "Architecture",
        (
            "docs/architecture/README.md",
            "docs/architecture/map.md",
            "docs/architecture/journey.md",
            _folder("Canvases", "docs/architecture/contexts"),
            Section("Contexts", ("contexts/**.md",)),
        ),
    ),
    Section("Decisions", ("docs/adr/README.md", "docs/adr/*.md")),
    Section(
        "Reference",
        ("docs/README.md", "docs/settings.md", "docs/performance.md", "docs/**.md", "CHANGELOG.md", "*.md"),
    ),
)


def placed(titles: dict[str, str]) -> list[dict[str, Any]]:
    """The navigation of these pages, by name. Raises NoPlace."""
    left = sorted(titles)
    # Folders come before the patterns that stand for whatever is left.
    found = [_filled(section, titles, left) for section in SECTIONS]
    if left:
        raise NoPlace(f"{', '.join(left)}: no section of wider/site/navigation.py has a place for it.")
    return [each for each in found if each]


def _filled(section: Section, titles: dict[str, str], left: list[str]) -> dict[str, Any]:
    items: list[Any] = []
    for part in section.parts:
        if isinstance(part, Section):
            items += filter(None, [_filled(part, titles, left)])
        else:
            items += [{titles[name]: name} for name in _taken(part, left)]
    return {section.title: items} if items else {}


def _taken(pattern: str, left: list[str]) -> Iterator[str]:
    for name in _matching(pattern, tuple(left)):
        left.remove(name)
        yield name


def _matching(pattern: str, names: Iterable[str]) -> list[str]:
    """Names in the folder of the pattern; with `**` also in those below it."""
    deep = "**" in pattern
    return [name for name in names if fnmatchcase(name, pattern) and (deep or name.count("/") == pattern.count("/"))]
