"""Questions about imports; whoever asks sees those of the kinds that they exchange."""

from collections.abc import Collection
from uuid import UUID

from gotuto.db.listing import Listing
from gotuto.imports import dto
from gotuto.imports.errors import ImportNotFound
from gotuto.imports.models import Import, ImportProblem
from gotuto.paging import Page, PageRequest

IMPORTS = Listing(filters=dto.ImportFilter, orderings={"started_at": "started_at"}, default="-started_at")
PROBLEMS = Listing(filters=dto.ProblemFilter, orderings={"line": "line"}, default="line")


def get_import(*, import_id: UUID, kinds: Collection[str]) -> dto.Import:
    """Raises ImportNotFound."""
    row = Import.objects.filter(id=import_id, kind__in=kinds).first()
    if row is None:
        raise ImportNotFound(import_id=import_id)
    return row.to_dto()


def list_imports(*, filters: dto.ImportFilter, page: PageRequest, kinds: Collection[str]) -> Page[dto.Import]:
    """Imports, the latest first. Raises InvalidCursor, UnknownOrdering."""
    rows = Import.objects.filter(kind__in=kinds)
    return IMPORTS.page(rows, filters=filters, page=page, to_dto=Import.to_dto, within=sorted(kinds))


def list_problems(
    *, import_id: UUID, filters: dto.ProblemFilter, page: PageRequest, kinds: Collection[str]
) -> Page[dto.ImportProblem]:
    """What is wrong with the rows of an import, by line. Raises ImportNotFound, InvalidCursor, UnknownOrdering."""
    get_import(import_id=import_id, kinds=kinds)
    rows = ImportProblem.objects.filter(of=import_id)
    return PROBLEMS.page(rows, filters=filters, page=page, to_dto=ImportProblem.to_dto, within=import_id)
