"""The REST operations of a context, from its addresses and what its endpoints declare."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.contrib.admindocs.views import simplify_regex

from config.archdoc import tree
from gotuto.modules import ModuleConfig

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class RestOperation:
    """A method and an address, who may call it, and what it does."""

    context: str
    method: str
    path: str
    allows: str
    says: str
    handle: Callable[..., Any]

    @property
    def called(self) -> str:
        return f"{self.method} {self.path}"


@cache
def of(context: ModuleConfig) -> list[RestOperation]:
    """In the order of the addresses."""
    return [
        operation
        for pattern in import_module(f"{context.name}.urls").urlpatterns
        for operation in _of(context.label, str(pattern.pattern), pattern.callback.cls)
    ]


def everywhere() -> list[RestOperation]:
    return [operation for context in tree.contexts() for operation in of(context)]


def _of(context: str, address: str, view: type) -> Iterator[RestOperation]:
    # As OpenAPI writes it: /carts/{cart_id}/ for carts/<uuid:cart_id>/.
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", simplify_regex(address))
    for method in _METHODS:
        handle: Any = getattr(view, method, None)
        if handle is not None:
            allows, says = handle.operation.allow.words, tree.first_sentence(handle)
            yield RestOperation(context, method.upper(), path, allows, says, handle)
