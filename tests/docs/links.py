"""The links of the pages under version control, and what they lead to."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.architecture import tree

_CODE = re.compile(r"^( *)(```+|~~~+).*?^\1\2`*\s*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(<?([^()\s>]+(?:\([^()\s]*\)[^()\s]*)?)>?(?: \"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:")


def pages() -> list[Path]:
    """Every Markdown page of the checkout, by name."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "*.md"],
        cwd=tree.ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return [path for name in sorted(listed.splitlines()) if (path := tree.ROOT / name).is_file()]


def broken(page: Path) -> Iterator[str]:
    """What is wrong with the links of a page, in words."""
    for target in _LINK.findall(_prose(page)):
        if _ELSEWHERE.match(target):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / name).resolve() if name else page
        if target.startswith("/") or not path.exists():
            yield f"{page.name}: nothing is at {target}"
        elif anchor and (path.suffix != ".md" or anchor not in anchors(path)):
            yield f"{page.name}: {path.name} has no heading for #{anchor}"


@cache
def anchors(page: Path) -> frozenset[str]:
    """The fragments of the headings of a page, as GitHub makes them."""
    found: dict[str, int] = {}
    for heading in _HEADING.findall(_without_code(page.read_text())):
        slug = _slug(heading)
        found[slug] = found.get(slug, -1) + 1
        if found[slug]:
            found[f"{slug}-{found[slug]}"] = 0
    return frozenset(found)


def _slug(heading: str) -> str:
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
    kept = (sign for sign in words if sign in " -_" or unicodedata.category(sign)[0] in "LNM")
    return "".join(kept).replace(" ", "-")


def _prose(page: Path) -> str:
    return _CODE.sub("", page.read_text())


def _without_code(text: str) -> str:
    return re.sub(r"^( *)```.*?^\1```\s*$", "", text, flags=re.MULTILINE | re.DOTALL)
