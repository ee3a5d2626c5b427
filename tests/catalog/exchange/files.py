"""Files of goods, as a test says them in one word."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from gotuto import testing
from gotuto.imports import deciding, exporting, staging
from gotuto.imports.dto import Import
from gotuto.imports.models import Import as Row
from gotuto.imports.models import ImportProblem
from gotuto.roles import Role


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows with the columns of all of them."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def checked(rows: Sequence[Mapping[str, Any]] | bytes, kind: str = "products") -> Import:
    """What a worker has checked of a file."""
    content = rows if isinstance(rows, bytes) else as_csv(rows)
    taken = staging.start(kind=kind, content=io.BytesIO(content), now=timezone.now())
    testing.drain()
    return look(taken)


def written(rows: Sequence[Mapping[str, Any]] | bytes, kind: str = "products") -> Import:
    """A file that was confirmed, once a worker has written it."""
    ready = checked(rows, kind)
    deciding.confirm(import_id=ready.id, kinds=[kind], now=timezone.now())
    testing.drain()
    return look(ready)


def look(one: Import) -> Import:
    return Row.objects.get(id=one.id).to_dto()


def counts(one: Import) -> tuple[int, int, int, int]:
    """New, changed, as it was, with errors."""
    return one.created, one.changed, one.unchanged, one.errors


def problems(one: Import) -> list[tuple[int, str, str]]:
    """Line, column and what is wrong."""
    return list(ImportProblem.objects.filter(of=one.id).order_by("line", "said").values_list("line", "column", "said"))


def exported(kind: str = "products", format: str = "csv") -> bytes:
    return b"".join(exporting.export(kind=kind, format=format, roles=list(Role)))
