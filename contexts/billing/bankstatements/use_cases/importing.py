"""A file of a bank is taken whole or not at all; what its lines are is looked at afterwards, some in each transaction."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from contexts.billing.bankfiles.domain import files, values
from contexts.billing.bankfiles.domain.keys import keyed
from contexts.billing.bankfiles.dto import ReadStatement
from contexts.billing.bankfiles.queries import get_mapping
from contexts.billing.bankfiles.reading import account_of
from contexts.billing.bankstatements import dto, models, queries, statements
from contexts.billing.bankstatements.use_cases.matching import match_lines
from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.ids import ActorId, new_id


def import_statement(
    *, content: bytes, file_name: str = "", mapping: str = "", actor: ActorId | None = None, now: datetime
) -> dto.Imported:
    """Take in a file, and book what is certain; the same or an overlapping file changes nothing, and one that was cut off goes on.

    Raises StatementUnreadable, StatementDoesNotAddUp, MappingUnknown, MappingInvalid, BankAccountUnknown,
    BankAccountInOtherCurrency.
    """
    columns, account = get_mapping(name=mapping) if mapping else (None, None)
    read = files.read(content, mapping=columns, currency=account.currency if account else "")
    ids = _store(read, hashlib.sha256(content).hexdigest(), file_name=file_name, actor=actor, now=now)
    match_lines(now=now)
    return dto.Imported(statements=queries.get_statements(ids=ids))


@unit_of_work
def _store(
    read: Iterable[ReadStatement], digest: str, *, file_name: str, actor: ActorId | None, now: datetime
) -> list[UUID]:
    return [
        _store_one(one, digest, place, file_name=file_name, actor=actor, now=now)
        for place, one in enumerate(read, start=1)
    ]


def _store_one(
    read: ReadStatement, digest: str, place: int, *, file_name: str, actor: ActorId | None, now: datetime
) -> UUID:
    account = account_of(statement=read)
    row, is_new = models.BankStatement.objects.get_or_create(
        account=account,
        digest=digest,
        place=place,
        defaults={
            "id": new_id(),
            "number": read.number,
            "currency": read.currency,
            "first_day": read.first_day,
            "last_day": read.last_day,
            "opening": None if read.opening is None else read.opening.amount,
            "closing": None if read.closing is None else read.closing.amount,
            "file_name": values.clean(file_name, 100),
            "actor": actor,
            "imported_at": now,
        },
    )
    if is_new:
        row.known = len(read.lines) - statements.store_lines(row.id, account.id, list(keyed(account.iban, read.lines)))
        row.save(update_fields=["known"])
        audit_log.record("bank_statement_imported", statement=row.id, account=account.id, digest=digest)
    return row.id
