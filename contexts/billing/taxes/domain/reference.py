"""Reference data (the files in data/): what the law says, shipped with the code and read once when first asked for."""

import csv
from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).parent.parent / "data"


def rows(name: str) -> Iterator[dict[str, str]]:
    """The lines of a file by the names of its columns. Raises FileNotFoundError."""
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
