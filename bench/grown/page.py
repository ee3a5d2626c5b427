"""The page about tables of ten million rows, from the lines that a run has written."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from bench import report

Line = dict[str, Any]


def page(lines: Iterable[Line]) -> str:
    """All figures in Markdown, a part for each kind of table."""
    by_kind: dict[str, list[Line]] = {}
    for line in lines:
        by_kind.setdefault(line["table"], []).append(line)
    return "\n\n".join([_head(), *(part for kind, own in by_kind.items() for part in _part(kind, own))]) + "\n"


def _head() -> str:
    return (
        "# Tables that grow with every order\n\nWritten by `make grown`; see [`bench/`](../bench/README.md), and"
        " [what follows from it](adr/0028-growth.md).\n\n"
        f"{datetime.now(UTC):%Y-%m-%d}. Each table is filled with copies of what seeded orders leave, spread over 40 days, first to"
        " 100,000 and then to 10,000,000 rows, and asked by the functions and pages of this tree, one question at a time."
        " Milliseconds depend on the machine and on who else uses it; pages of 8 kB do not. Indexes are as dense as new ones."
    )


def _part(kind: str, lines: list[Line]) -> Iterator[str]:
    small, large = (size for size in sorted({line["size"] for line in lines}))
    yield f"## {kind.capitalize()}"
    sizes = [line for line in lines if line["figure"] == "size"]
    yield report.table(
        ["table", "rows", "MB", "MB of indexes", "the largest of them"],
        [
            [each["of"], f"{each['rows']:,}", each["heap_mb"], each["indexes_mb"], _largest(each["indexes"])]
            for each in sizes
        ],
    )
    asked = {line["figure"]: line for line in lines if "p50" in line and line["size"] == small}
    grown = {line["figure"]: line for line in lines if "p50" in line and line["size"] == large}
    yield report.table(
        ["question", f"p50, p95 ms at {small:,}", f"p50, p95 ms at {large:,}", "pages", "pages"],
        [[name, _both(asked[name]), _both(grown[name]), _pages(asked[name]), _pages(grown[name])] for name in grown],
    )
    tidied = [line for line in lines if line["figure"] == "first vacuum" and line["size"] == large]
    packed = {line["of"]: line["bytes_each"] for line in lines if line["figure"] == "backup"}
    yield report.table(
        ["table", f"s of VACUUM at {large:,}", "bytes a row in a backup"],
        [[line["of"], line["seconds"], packed[line["of"]]] for line in tidied],
    )


def _both(line: Line) -> str:
    return f"{line['p50']:.2f}, {line['p95']:.2f}"


def _pages(line: Line) -> str:
    return f"{line['pages']:,}" if line["pages"] else "-"


def _largest(indexes: dict[str, int]) -> str:
    name, size = max(indexes.items(), key=lambda each: each[1])
    return f"{name} {size}"
