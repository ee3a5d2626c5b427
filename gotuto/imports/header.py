"""The header of a file that comes in: which columns it has, in which order."""

from collections.abc import Sequence

from gotuto.imports.tables import Column, Table
from gotuto.tables.errors import FileRefused

# So much of what nobody knows is told.
_TOLD = 5


def columns_of(table: Table, header: Sequence[str]) -> list[Column]:
    """The columns that a header names, in any case and order. Raises FileRefused."""
    names = [cell.strip().lower() for cell in header]
    while names and not names[-1]:
        names.pop()
    known = {column.name: column for column in table.columns}
    unknown = [name for name in names if name not in known]
    if unknown:
        told = ", ".join(repr(name[:40]) for name in unknown[:_TOLD])
        more = f" and {len(unknown) - _TOLD:,} more" if len(unknown) > _TOLD else ""
        raise FileRefused(
            said=f"Nobody knows the columns {told}{more}. The first line names some of: {', '.join(known)}."
        )
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise FileRefused(said=f"The column {twice} is there twice.")
    if missing := [column.name for column in table.columns if column.is_required and column.name not in names]:
        raise FileRefused(said=f"The first line lacks the columns {', '.join(missing)}.")
    return [known[name] for name in names]
