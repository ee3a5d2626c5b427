"""What other pages ask of a thing on the form that makes it, so that a new product gets its first pieces where it gets its price.

The page of the stock declares a field for new products, and what becomes of the answer; the form of the product shows whatever
is declared for its kind, and knows nothing of stock. All of it is one transaction.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest


@dataclass(frozen=True, kw_only=True)
class Beginning:
    """A field for new things of a kind; `begin` gets what was made and what was filled in. Raises BusinessError."""

    kind: str
    name: str
    field: Callable[[], forms.Field]
    begin: Callable[[Any, Any], None]
    # Whether it can be answered as this shop is set up.
    is_asked: Callable[[], bool] = lambda: True


def asked(request: HttpRequest, kind: str) -> list[Beginning]:
    """What the pages that this person may write ask of new things of a kind."""
    pages = [page for page in admin.site._registry.values() if getattr(page, "beginnings", ())]
    writable = [page for page in pages if page.may_write(request)]  # type: ignore[attr-defined]
    return [each for page in writable for each in page.beginnings if each.kind == kind and each.is_asked()]  # type: ignore[attr-defined]


def extended(form: type[Any], found: list[Beginning]) -> type[Any]:
    """The form with these fields at its end."""
    return type(form.__name__, (form,), {**{each.name: each.field() for each in found}, "beginnings": tuple(found)})
