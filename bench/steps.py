"""What each step of the development cost beside the one before: one column a step, so that small losses do not add up unseen."""

import json
import math
import re
from pathlib import Path

from bench import report

KEPT = Path(__file__).parent / "steps.json"
TITLE = "Step by step"

# Of each question, by step: CPU milliseconds, their ratio to the step before, and the 90 % interval of that.
Steps = dict[str, dict[str, tuple[float, float, str]]]


def remember(step: str, rows: list[list[object]], page: Path) -> None:
    """Keep the figures of a step, and write all steps into the page."""
    steps: Steps = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    steps[step] = {str(name): (float(str(after)), float(str(share)), str(span)) for name, _, after, share, span in rows}
    KEPT.write_text(json.dumps(steps, indent=1) + "\n")
    page.write_text(replaced(page.read_text(), section(steps)))


def section(steps: Steps | None = None) -> str:
    """The table: of each step the ratio to the one before and its interval, and at the end all of them together."""
    steps = steps if steps is not None else json.loads(KEPT.read_text()) if KEPT.exists() else {}
    names = list(dict.fromkeys(name for rows in steps.values() for name in rows))
    rows = [
        [name, *(_cell(rows.get(name)) for rows in steps.values()), f"{_together(name, steps):.2f}"] for name in names
    ]
    return (
        report.table(["CPU beside the step before", *steps, "all together"], rows)
        + "\n\nBoth trees run at once and are asked in turns (`make beside`): the ratio of the medians, and its 90 % interval."
    )


def replaced(page: str, body: str) -> str:
    """The page with this body as its section, in the place of an earlier one or at the end."""
    text = f"## {TITLE}\n\n{body}\n"
    pattern = re.compile(rf"## {TITLE}\n.*?(?=\n## |\nAfterwards|\Z)", re.DOTALL)
    return pattern.sub(lambda _: text, page) if pattern.search(page) else f"{page.rstrip()}\n\n{text}"


def _together(name: str, steps: Steps) -> float:
    return math.prod(rows[name][1] for rows in steps.values() if name in rows)


def _cell(figures: tuple[float, float, str] | None) -> str:
    return "-" if figures is None else f"{figures[1]:.2f} ({figures[2]})"
