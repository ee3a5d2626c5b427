"""Architecture documentation, written from the code: docs/architecture/, and the pictures of the repository's front page."""

import re
from pathlib import Path

from config import written_pages
from config.archdoc import canvas, context_map, front, journey, tree

_FRONT = "README.md"
_BLOCKS = {"map": context_map.block, "journey": journey.block}
_BLOCK = re.compile(r"(?<=<!-- archdoc: )(\w+) -->\n.*?(?=<!-- end -->)", re.DOTALL)


def pages() -> dict[Path, str]:
    """Every page that is written from the code, as it should be. Raises NoSourceTree."""
    return {
        _folder() / "README.md": front.page(),
        _folder() / "map.md": context_map.page(),
        _folder() / "journey.md": journey.page(),
        **{_folder() / "contexts" / f"{each.label}.md": canvas.page(each) for each in tree.contexts()},
        tree.ROOT / _FRONT: _BLOCK.sub(_drawn, tree.read(_FRONT)),
    }


def stale() -> list[str]:
    """The pages that are not what the code says, or that nothing stands for any more. Raises NoSourceTree."""
    return written_pages.stale(pages(), _owned())


def write() -> list[str]:
    """Write what is stale, and delete what nothing stands for; which pages that were. Raises NoSourceTree."""
    return written_pages.write(pages(), _owned())


def _folder() -> Path:
    return tree.ROOT / "docs" / "architecture"


def _owned() -> list[Path]:
    return sorted(_folder().rglob("*.md"))


def _drawn(found: re.Match[str]) -> str:
    name = found[1]
    return "\n".join([f"{name} -->", *_BLOCKS[name](), ""]).rstrip("\n") + "\n"
