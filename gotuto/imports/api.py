"""Import and export over HTTP, for staff; which kinds somebody may, their roles say."""

import base64
from collections.abc import Collection
from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from gotuto.http import Endpoint, ListQuery, again, may_see, operation, principal
from gotuto.http.exports import attachment, check_on
from gotuto.http.files import wanted
from gotuto.http.uploads import Upload
from gotuto.imports import deciding, dto, exporting, inspection, kinds, staging
from gotuto.paging import Page
from gotuto.tables import FORMATS

_STAFF = may_see("gotuto_imports.import")
_FILES = {name: kind.media_type.partition(";")[0] for name, kind in FORMATS.items()}
_EXAMPLE = b'sku,name,category,price,currency\nMATE-250,"Mate, 250 g",tea,6.90,EUR\n'


class ImportBody(TypedDict):
    """A table as a file."""

    kind: Annotated[str, Meta(min_length=1, max_length=50, description="What stands in it, such as products.")]
    file: Annotated[
        Upload, Meta(description="CSV or XLSX: a part of a form, or in JSON its content in Base64 (RFC 4648).")
    ]
    file_name: NotRequired[Annotated[str, Meta(max_length=200)]]


def _kinds(request: Request) -> Collection[str]:
    return kinds.names_for(principal(request).roles)


_again = again(inspection.get_import, kinds=_kinds)


class Imports(Endpoint):
    @operation(allow=_STAFF, listing=inspection.IMPORTS, returns=Page[dto.Import])
    def get(self, request: Request, *, query: ListQuery[dto.ImportFilter]) -> Page[dto.Import]:
        """Files that came in, the latest first, and how far each is."""
        return inspection.list_imports(filters=query.filters, page=query.page, kinds=_kinds(request))

    @operation(
        allow=_STAFF,
        returns=dto.Import,
        status=201,
        replay=_again,
        example={"kind": "products", "file": base64.b64encode(_EXAMPLE).decode(), "file_name": "products.csv"},
    )
    def post(self, request: Request, *, body: ImportBody) -> dto.Import:
        """Send a table as a file. Its rows are checked by a worker, and written once somebody confirms it.

        A file that cannot be read is refused as a whole. What is longer than a body may be is read by `manage.py import_file`.
        """
        kinds.allowed(body["kind"], principal(request).roles)
        return staging.start(
            kind=body["kind"],
            content=body["file"].content,
            file_name=body.get("file_name") or body["file"].name[:200],
            now=timezone.now(),
        )


class Import(Endpoint):
    @operation(allow=_STAFF, returns=dto.Import)
    def get(self, request: Request, *, import_id: UUID) -> dto.Import:
        """One import, and how far it is."""
        return inspection.get_import(import_id=import_id, kinds=_kinds(request))


class ImportErrors(Endpoint):
    @operation(allow=_STAFF, listing=inspection.PROBLEMS, returns=Page[dto.ImportProblem])
    def get(self, request: Request, *, import_id: UUID, query: ListQuery[dto.ProblemFilter]) -> Page[dto.ImportProblem]:
        """What is wrong with the rows of an import, by line and column."""
        return inspection.list_problems(
            import_id=import_id, filters=query.filters, page=query.page, kinds=_kinds(request)
        )


class ConfirmImport(Endpoint):
    @operation(allow=_STAFF, returns=dto.Import, replay=_again)
    def post(self, request: Request, *, import_id: UUID) -> dto.Import:
        """Have the rows written that are right, those with errors are left out; one that failed goes on where it was."""
        return deciding.confirm(import_id=import_id, kinds=_kinds(request), now=timezone.now())


class CancelImport(Endpoint):
    @operation(allow=_STAFF, returns=dto.Import, replay=_again)
    def post(self, request: Request, *, import_id: UUID) -> dto.Import:
        """Let an import end where it is; what it has written stays."""
        return deciding.cancel(import_id=import_id, kinds=_kinds(request), now=timezone.now())


class Export(Endpoint):
    @operation(allow=_STAFF, files=_FILES)
    def get(self, request: Request, *, kind: str) -> StreamingHttpResponse:
        """All of a kind as a file with the columns of its import: what was exported can be imported, and changes nothing."""
        check_on()
        format = wanted(request, otherwise="csv")
        content = exporting.export(kind=kind, format=format, roles=principal(request).roles)
        return attachment(content, name=kind, format=format)
