"""The pages as the site takes them: copies of those under version control, with what their links lead to."""

import re
import shutil
import subprocess
from pathlib import Path

from wider.check import Failed

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^( *```)(\w+) +([^\n]*=[^\n]*)$", re.MULTILINE)
_WISH = re.compile(r'(\w+)=(?:"((?:[^"\\]|\\.)*)"|(\S+))|\b(end)\b')
_BLOCK = r"^ *```.*?^ *```\s*?$"
_SPAN = r"`[^`\n]+`"
_CODE = re.compile(f"{_BLOCK}|{_SPAN}", re.MULTILINE | re.DOTALL)
# A link may hold code, and code what looks like a link: whichever begins first.
_LINK = re.compile(
    rf"{_BLOCK}|\[(?P<words>(?:[^\[\]]|\[[^\]]*\]\([^)]*\))*)\]\((?P<target>[^()\s]+)\)|{_SPAN}",
    re.MULTILINE | re.DOTALL,
)
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)


def stage(target: Path) -> dict[str, str]:
    """Copy every page below the folder, anew; their titles by their names. Raises Failed."""
    shutil.rmtree(target, ignore_errors=True)
    names = _pages()
    for name in names:
        page = target / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(staged(name, target))
    return {name: title(name) for name in names}


def _pages() -> list[str]:
    command = ["git", "ls-files", "-co", "--exclude-standard", "*.md"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted(name for name in listed if (ROOT / name).is_file() and not name.startswith("tests/"))


def title(name: str) -> str:
    """The first heading of a page, as plain text. Raises Failed."""
    found = _TITLE.search(_CODE.sub(lambda code: code[0] if "\n" not in code[0] else "", (ROOT / name).read_text()))
    if found is None:
        raise Failed(f"{name} has no title")
    return re.sub(r"[`*]|\[|\]\([^)]*\)", "", found[1]).strip()


def staged(name: str, target: Path) -> str:
    """A page whose blocks and links the site can show; the files that it leads to are copied beside it. Raises Failed."""
    text = _FENCE.sub(_titled, (ROOT / name).read_text())
    return _LINK.sub(lambda found: _linked(found, name, target) if found["target"] else found[0], text)


def _titled(fence: re.Match[str]) -> str:
    """What the first line of a block says to the tests (tests/howto/recipe.py), as its title."""
    wishes = [(one[0], one[1] or one[2]) if one[0] else (one[3], "") for one in _WISH.findall(fence[3])]
    words = "; ".join(value if key == "file" else f"{key} {value}".strip() for key, value in wishes)
    words = words.replace('\\"', "'").replace('"', "'")
    return f'{fence[1]}{fence[2]} title="{words}"'


def _linked(link: re.Match[str], name: str, target: Path) -> str:
    address = link["target"].partition("#")[0]
    if not address or ":" in address:
        return link[0]
    path = (ROOT / name).parent.joinpath(address).resolve()
    if not path.is_relative_to(ROOT) or not path.exists():
        raise Failed(f"{name} leads to {link['target']}, which is not here")
    if path.is_dir():
        # A folder is a page if it has one; else it is to be found in the sources.
        readme = f"{address.rstrip('/')}/README.md"
        return f"[{link['words']}]({readme})" if (path / "README.md").exists() else link["words"]
    if path.suffix != ".md":
        copy = target / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return link[0]
