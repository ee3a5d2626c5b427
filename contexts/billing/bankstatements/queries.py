"""Questions about bank statements and their lines."""

from collections.abc import Collection
from uuid import UUID

from contexts.billing.bankstatements import dto, models, statements
from contexts.billing.bankstatements.errors import BankStatementNotFound, StatementLineNotFound
from gotuto.db.listing import Listing
from gotuto.paging import Page, PageRequest

STATEMENTS = Listing(filters=dto.StatementFilter, orderings={"imported_at": "imported_at"}, default="-imported_at")
LINES = Listing(filters=dto.LineFilter, orderings={"booked_on": "booked_on"}, default="-booked_on")


def get_statement(*, statement_id: UUID) -> dto.BankStatement:
    """A statement with its balances and what is missing before it. Raises BankStatementNotFound."""
    found = get_statements(ids=[statement_id])
    if not found:
        raise BankStatementNotFound(statement_id=statement_id)
    return found[0]


def get_statements(*, ids: Collection[UUID]) -> tuple[dto.BankStatement, ...]:
    """Statements of a file, in its order."""
    rows = models.BankStatement.objects.select_related("account").filter(pk__in=ids).order_by("place", "id")
    return _told(list(rows))


def list_statements(*, filters: dto.StatementFilter, page: PageRequest) -> Page[dto.BankStatement]:
    """Statements, the latest first. Raises InvalidCursor, UnknownOrdering."""
    rows = models.BankStatement.objects.select_related("account")
    found = STATEMENTS.page(rows, filters=filters, page=page, to_dto=lambda row: row)
    told = iter(_told(list(found.items)))
    return found.map(lambda row: next(told))


def _told(rows: list[models.BankStatement]) -> tuple[dto.BankStatement, ...]:
    ids = [row.id for row in rows]
    tallies, gaps = statements.tallies(ids), statements.gaps(ids)
    return tuple(row.to_dto(gaps.get(row.id), tallies.get(row.id, dto.Tally())) for row in rows)


def get_line(*, line_id: UUID) -> dto.StatementLine:
    """A line with its proposals. Raises StatementLineNotFound."""
    row = models.StatementLine.objects.filter(pk=line_id).first()
    if row is None:
        raise StatementLineNotFound(line_id=line_id)
    return row.to_dto()


def list_lines(*, filters: dto.LineFilter, page: PageRequest) -> Page[dto.StatementLine]:
    """Lines, the latest first. Raises InvalidCursor, UnknownOrdering."""
    return LINES.page(
        models.StatementLine.objects.all(), filters=filters, page=page, to_dto=models.StatementLine.to_dto
    )
