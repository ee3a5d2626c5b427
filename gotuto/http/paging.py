"""A page of a list as JSON, with links to its neighbours."""

from typing import Any
from urllib.parse import urlencode

from django.utils.encoding import escape_uri_path
from rest_framework.request import Request

from gotuto.paging import Page


def as_json(page: Page[Any], request: Request) -> dict[str, Any]:
    """The envelope of a list."""
    here = f"{request.scheme}://{request.get_host()}{escape_uri_path(request.path)}"
    asked = dict(request.query_params.lists())

    def link(cursor: str | None) -> str | None:
        if cursor is None:
            return None
        return f"{here}?{urlencode(sorted({**asked, 'cursor': [cursor]}.items()), doseq=True)}"

    shown = {"next": link(page.next), "previous": link(page.previous), "results": page.items}
    return shown if page.facets is None else {**shown, "facets": page.facets}
