"""Rows below a page of the back office, such as the lines of an invoice; however many, they cost the same statements."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from unfold.admin import TabularInline

from gotuto.display import Refers

if TYPE_CHECKING:
    _InlineFormSet = BaseInlineFormSet[Any, Any, Any]
else:
    _InlineFormSet = BaseInlineFormSet


class _PreparedRows(_InlineFormSet):
    """The rows below a page, with the row that they belong to and with what has to be asked for all of them at once."""

    prepare: Callable[[list[Any]], None]

    def __init__(self, data: Any = None, files: Any = None, **place: Any) -> None:
        # What was sent says nothing of rows that nobody can change: a made-up number of them would be a row of nothing.
        super().__init__(**place)

    def is_valid(self) -> bool:
        return True

    def save(self, commit: bool = True) -> list[Any]:
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []

    def get_queryset(self) -> Any:
        if not hasattr(self, "_queryset"):
            rows = list(super().get_queryset())
            for row in rows:
                setattr(row, self.fk.name, self.instance)
            self.prepare(rows)
        return super().get_queryset()


class ReadOnlyInline(Refers, TabularInline):
    """Rows below a page that are looked at there and changed elsewhere, or never."""

    formset = _PreparedRows
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.prepare = staticmethod(self.prepare)
        return formset
