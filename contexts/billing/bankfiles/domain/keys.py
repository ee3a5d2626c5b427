"""The key of a line: the same line in the same or an overlapping file has the same one, two equal lines of one statement have not."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from contexts.billing.bankfiles.dto import ReadLine


def keyed(account: str, lines: Iterable[ReadLine]) -> Iterator[tuple[str, ReadLine]]:
    """Each line of a statement with its key: by the bank's reference, else by its day and what it says.

    Some banks give one reference to all of a batch: the amount stands with it, and which of its kind it is.
    """
    seen: Counter[str] = Counter()
    for line in lines:
        kind = f"{account}/{line.bank_reference or _content(line)}/{line.amount.amount}{line.amount.currency}"
        seen[kind] += 1
        yield (kind if seen[kind] == 1 else f"{kind}/{seen[kind]}"), line


def _content(line: ReadLine) -> str:
    said = "\n".join((line.end_to_end, line.structured, line.name, line.iban, line.text))
    return f"{line.booked_on:%Y%m%d}-{hashlib.sha256(said.encode()).hexdigest()[:16]}"
