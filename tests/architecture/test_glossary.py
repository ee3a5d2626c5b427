"""The glossary speaks of what is there."""

import re

from tests.architecture import tree

PAGE = (tree.ROOT / "docs" / "glossary.md").read_text()
ROWS = re.findall(r"^\| ([^|]+) \| ([^|]+) \|", PAGE, re.MULTILINE)[2:]


def test_every_place_that_the_glossary_names_exists() -> None:
    named = {path for _, where in ROWS for path in re.findall(r"`([\w/.]+/[\w/.]*)`", where)}
    assert named
    missing = [path for path in named if not _exists(path)]
    assert missing == []


def test_a_term_is_explained_once() -> None:
    terms = [term for term, _ in ROWS]
    assert len(terms) == len(set(terms)) >= 25


def _exists(path: str) -> bool:
    contexts = (tree.ROOT / "contexts").glob(f"*/{path}")
    return (tree.ROOT / path).exists() or any(contexts) or path in ("gateways/", "carriers/")
