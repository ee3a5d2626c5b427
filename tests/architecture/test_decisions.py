"""Decisions are written in one form, so that a reader finds in each why, what, and what it costs."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

PAGES = sorted((ROOT / "docs" / "adr").glob("0*.md"))
FORM = ["Status", "Context", "Decision", "Consequences"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_has_the_four_parts_in_order(page: Path) -> None:
    parts = re.findall(r"^## (.+)$", page.read_text(), flags=re.MULTILINE)
    assert [part for part in parts if part in FORM] == FORM


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_wears_its_number(page: Path) -> None:
    assert page.read_text().startswith(f"# {int(page.stem[:4])}. ")


def test_no_two_decisions_have_one_number() -> None:
    numbers = [page.stem[:4] for page in PAGES]
    assert sorted(set(numbers)) == numbers
