"""Query parameters of a list, and the page as JSON."""

from typing import Any
from urllib.parse import urlencode

from django.utils.encoding import escape_uri_path
from rest_framework import serializers
from rest_framework.request import Request

from gotuto.http.inputs import Input
from gotuto.paging import DEFAULT_SIZE, MAX_SIZE, Page, PageRequest


class PageQuery(Input):
    """What every list takes; a subclass adds its filters as fields."""

    cursor = serializers.CharField(required=False, help_text="Opaque; taken from `next` or `previous`.")
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=MAX_SIZE, default=DEFAULT_SIZE)
    ordering = serializers.CharField(required=False, help_text="A field name; with a leading '-' downwards.")

    @property
    def page(self) -> PageRequest:
        data = self.validated_data
        return PageRequest(size=data["page_size"], cursor=data.get("cursor", ""), ordering=data.get("ordering", ""))

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that were given."""
        return {
            name: value
            for name, value in self.validated_data.items()
            if name not in ("cursor", "page_size", "ordering") and value not in (None, "")
        }


def as_json(page: Page[Any], request: Request) -> dict[str, Any]:
    """The envelope of a list, with links to its neighbours."""
    here = f"{request.scheme}://{request.get_host()}{escape_uri_path(request.path)}"
    asked = dict(request.query_params.lists())

    def link(cursor: str | None) -> str | None:
        if cursor is None:
            return None
        return f"{here}?{urlencode(sorted({**asked, 'cursor': [cursor]}.items()), doseq=True)}"

    return {"next": link(page.next), "previous": link(page.previous), "results": page.items}
