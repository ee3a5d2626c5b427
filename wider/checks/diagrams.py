"""Every Mermaid diagram of the pages, drawn by Mermaid in a browser."""

import json
import re
from pathlib import Path

from wider import npm
from wider.check import Check, Failed, Tool
from wider.chromium import Browser, started

_ROOT = Path(__file__).resolve().parents[2]
_MERMAID = "mermaid@12.3.0"
_BLOCK = re.compile(r"^```mermaid\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_DRAW = "mermaid.render('drawn', {text}).then(drawn => drawn.svg.includes('<svg') ? '' : 'no picture', String)"


def _run() -> str:
    library = npm.source(_MERMAID, "dist/mermaid.min.js")
    found = diagrams()
    with started() as browser:
        browser.open("about:blank")
        browser.call("Runtime.evaluate", expression=library)
        wrong = [f"{page}: {told}" for page, text in found if (told := drawn(browser, text))]
    if wrong:
        raise Failed(f"{len(wrong)} of {len(found)} diagrams; {'; '.join(wrong[:5])}")
    return f"{_MERMAID} draws all {len(found)} diagrams of the pages"


def diagrams() -> list[tuple[str, str]]:
    """Each diagram, and the page on which it stands."""
    pages = [*_ROOT.glob("*.md"), *(_ROOT / "contexts").rglob("*.md"), *(_ROOT / "docs").rglob("*.md")]
    return [(page.name, text) for page in sorted(pages) for text in _BLOCK.findall(page.read_text())]


def drawn(browser: Browser, text: str) -> str:
    """What Mermaid has against a diagram; nothing when it draws it."""
    answer = browser.call("Runtime.evaluate", expression=_DRAW.format(text=json.dumps(text)), awaitPromise=True)
    return str(answer["result"].get("value", answer))[:200]


CHECK = Check(
    "diagrams",
    (
        Tool("chromium", ("chromium", "--version"), "Debian's chromium"),
        Tool("npm", ("npm", "--version"), "Debian's npm"),
    ),
    _run,
)
