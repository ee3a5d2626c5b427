"""Markdown and Mermaid in small pieces."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, none: str) -> list[str]:
    """A table, or the words for that there is nothing to put into it."""
    lines = [_row(row) for row in rows]
    return [_row(head), "|" + "---|" * len(head), *lines, ""] if lines else [none, ""]


def bullets(lines: Iterable[str], *, none: str) -> list[str]:
    found = [f"* {line}" for line in lines]
    return [*(found or [none]), ""]


def diagram(*lines: str) -> list[str]:
    return ["```mermaid", *lines, "```", ""]


def code(*names: str) -> str:
    """Names as code, with commas between them."""
    return ", ".join(f"`{name}`" for name in names)


def _row(cells: Sequence[str]) -> str:
    # A pipe would begin the next cell, also within code.
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
