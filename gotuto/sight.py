"""Who looks at a page of the back office, and which other pages they see: nothing leads where they may not go."""

from contextvars import ContextVar
from functools import cache

from django.apps import apps
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

# Whoever looks at the page that is being made.
_reader: ContextVar[HttpRequest | None] = ContextVar("reader", default=None)


def look(request: HttpRequest) -> None:
    """Remember for whom the columns of a page are made."""
    _reader.set(request)


def shows(request: HttpRequest, model: str) -> bool:
    """Whether somebody sees the pages of a model, which is called as in their addresses: "order_cart"."""
    found = _models().get(model)
    return found is not None and bool(admin.site.get_model_admin(found).has_view_permission(request))


def leads_somewhere(page: str) -> bool:
    """Whether whoever reads this page sees another one, too: "admin:order_order_change" say."""
    request = _reader.get()
    return request is None or shows(request, page.removeprefix("admin:").rpartition("_")[0])


@cache
def _models() -> dict[str, type[models.Model]]:
    registered = (model for model in apps.get_models() if admin.site.is_registered(model))
    return {f"{model._meta.app_label}_{model._meta.model_name}": model for model in registered}
