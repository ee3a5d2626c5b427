"""API guide: what its pages take from the code, between the marks `<!-- apidoc: NAME -->` and `<!-- end -->`."""

import re
from collections.abc import Callable
from pathlib import Path

from config import written_pages
from config.apidoc import codes, collection, programs, roles
from config.archdoc import tree

_BLOCK = re.compile(r"(?<=<!-- apidoc: )(\S+) -->\n.*?(?=<!-- end -->)", re.DOTALL)
_WRITTEN: dict[str, Callable[[], list[str]]] = {"codes": codes.block, "roles": roles.block}


def pages() -> dict[Path, str]:
    """Every file of the guide that takes something from the code, as it should be. Raises NoSourceTree."""
    guide = tree.ROOT / "docs" / "api"
    found = {page: _BLOCK.sub(_filled, page.read_text()) for page in sorted(guide.glob("*.md"))}
    return {**found, guide / collection.NAME: collection.text()}


def stale() -> list[str]:
    """The files that are not what the code says. Raises NoSourceTree."""
    return written_pages.stale(pages(), ())


def write() -> list[str]:
    """Write what is stale; which files that were. Raises NoSourceTree."""
    return written_pages.write(pages(), ())


def _filled(found: re.Match[str]) -> str:
    """A block by its name; one that nobody writes is the program of that name."""
    name = found[1]
    lines = _WRITTEN[name]() if name in _WRITTEN else programs.block(name)
    return "\n".join([f"{name} -->", *lines]).rstrip("\n") + "\n"
