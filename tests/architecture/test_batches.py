"""A batch is chosen once: where the planner may ask a subquery again for each row, LIMIT and SKIP LOCKED choose others each time."""

import ast
import re
from collections.abc import Iterator

from tests.architecture import tree

# An initial plan, a common table expression, one for each row on purpose; or the statement itself.
ONCE = re.compile(r"(\bARRAY|\bAS|\bMATERIALIZED|\bLATERAL|^)\s*$", re.IGNORECASE)


def opened(text: str, end: int) -> str:
    """What stands before the bracket in which this place stands; nothing if there is none."""
    depth = 0
    for at in range(end - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if depth < 0:
            return text[:at]
    return ""


def repeated(text: str) -> list[str]:
    """Batches that may be chosen again and again."""
    ends = [found.start() for found in re.finditer(r"SKIP LOCKED", text)]
    return [before[-40:] for end in ends if not ONCE.search(before := opened(text, end))]


def texts() -> Iterator[tuple[str, str]]:
    for path in tree.sources("contexts", "gotuto", "config"):
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and "SKIP LOCKED" in node.value:
                yield tree.shown(path, node.lineno), node.value


def test_a_batch_is_chosen_once() -> None:
    found = list(texts())
    assert len(found) > 10
    assert [(place, wrong) for place, text in found if (wrong := repeated(text))] == [], "Write = ANY(ARRAY(SELECT …))"


def test_a_batch_that_may_be_chosen_again_is_noticed() -> None:
    batch = "SELECT id FROM t LIMIT 2 FOR UPDATE SKIP LOCKED"
    assert repeated(f"DELETE FROM t WHERE id IN ({batch})")
    assert repeated(f"UPDATE t SET x = 1 FROM ({batch}) AS late WHERE t.id = late.id")
    assert not repeated(f"DELETE FROM t WHERE id = ANY(ARRAY({batch}))")
    assert not repeated(f"WITH old AS MATERIALIZED ({batch}) DELETE FROM t USING old WHERE t.id = old.id")
    assert not repeated(batch)
