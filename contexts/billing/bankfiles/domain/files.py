"""A file of a bank, whichever it is."""

from contexts.billing.bankfiles.domain import camt, tables
from contexts.billing.bankfiles.domain.values import unreadable
from contexts.billing.bankfiles.dto import CsvMapping, ReadStatement

MOST_MEGABYTES = 20


def read(content: bytes, *, mapping: CsvMapping | None, currency: str) -> list[ReadStatement]:
    """The statements of a file; CSV needs a mapping. Raises StatementUnreadable, StatementDoesNotAddUp, MappingInvalid."""
    if len(content) > MOST_MEGABYTES * 1_000_000:
        raise unreadable(f"it has more than {MOST_MEGABYTES} MB")
    if mapping is not None:
        return [tables.read(content, mapping, currency=currency)]
    if not camt.is_camt(content):
        raise unreadable("it is no XML, and no mapping was named")
    return list(camt.read(content))
