"""Query parameters of a list, and the page as JSON."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.utils.urls import replace_query_param

from gotuto.paging import DEFAULT_SIZE, MAX_SIZE, Page, PageRequest


class PageQuery(serializers.Serializer[Any]):
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
    return {"next": _link(request, page.next), "previous": _link(request, page.previous), "results": page.items}


def _link(request: Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    return str(replace_query_param(request.build_absolute_uri(), "cursor", cursor))
