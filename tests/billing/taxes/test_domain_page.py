"""The page about taxes shows the decision table as it decides."""

from contexts.billing.taxes.domain.cases import Row
from contexts.billing.taxes.domain.table import TABLE
from tests.architecture import tree

PAGE = tree.ROOT / "docs" / "taxes.md"


def shown(row: Row) -> str:
    rate = f"the {row.rate}’s" if row.rate else "none"
    cells = [f"`{row.name}`", row.reason, row.category, row.exemption, rate, f"the {row.place}’s", row.source]
    return f"| {' | '.join(cells)} |"


def test_the_page_has_every_row_in_its_order() -> None:
    lines = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert lines == [shown(row) for row in TABLE], "\n".join(shown(row) for row in TABLE)
