"""What a context brings is found: the app, its topics, endpoints, lists, pages; nobody has to know what else to touch."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from typing import Any, get_args, get_origin

import pytest
from django.apps import apps
from django.contrib import admin

from config.api import lists
from gotuto.http import Endpoint
from gotuto.modules import modules
from gotuto.paging import Page
from tests.architecture import tree
from tests.architecture.test_access import METHODS, patterns, routes

# Pages of the back office that one gets to from another one.
NOT_IN_THE_MENU: set[str] = set()


def endpoints() -> dict[str, type[Endpoint]]:
    """Every endpoint of the contexts, by its full name."""
    edges = [path for path in tree.modules() if tree.module_of(path) in ("api", "views")]
    found = [what for path in edges for what in vars(import_module(tree.dotted(path))).values()]
    return {
        f"{what.__module__}.{what.__name__}": what
        for what in found
        if isinstance(what, type) and issubclass(what, Endpoint) and what.__module__.startswith("contexts.")
    }


def answers(view: Any) -> Iterator[Any]:
    """What the methods of an endpoint return."""
    for method in METHODS:
        if handler := getattr(view, method, None):
            yield handler.operation.returns


def test_every_context_is_installed() -> None:
    there = {path.parent.name for path in (tree.ROOT / "contexts").glob("*/__init__.py")}
    assert there == {config.label for config in apps.get_app_configs() if config.name.startswith("contexts.")}, (
        "Every folder of contexts/ has an apps.py and a line in INSTALLED_APPS"
    )


def test_every_endpoint_has_an_address() -> None:
    routed = {view.cls for _, view in routes("v1")}
    forgotten = [
        name for name, endpoint in endpoints().items() if endpoint not in routed and not endpoint.__subclasses__()
    ]
    assert forgotten == [], "Give it a line in the urls.py of its context"


def test_every_list_stands_on_the_front_page_of_the_api() -> None:
    pages = {name for name, view in routes("v1") if any(get_origin(answer) is Page for answer in answers(view.cls))}
    there = {name for name in pages if not patterns()[name]}
    assert there - set(lists()) == set(), "Name it in `resources` of the context's apps.py"


def test_what_an_answer_names_can_be_opened_from_it() -> None:
    keys = {keys[0] for name, keys in patterns().items() if len(keys) == 1 and f"{name}s" in patterns()}
    ids = {name for key in keys if key.endswith("_id") for name in (key, f"{key}s")}
    named = {field.name for _, view in routes("v1") for answer in answers(view.cls) for field in _fields(answer)}
    linked = {field for module in modules() for resource in module.resources for field in resource.named_by}
    assert (named & ids) - linked == set(), "Say so by `named_by` of the resource in the context's apps.py"


def _fields(answer: Any) -> Iterator[Any]:
    for kind in get_args(answer) or [answer]:
        if is_dataclass(kind):
            yield from fields(kind)


def test_every_page_of_the_back_office_stands_in_the_menu() -> None:
    pages = {model._meta.label_lower.replace(".", "_") for model in admin.site._registry}
    shown = {item.model for module in modules() for item in module.menu}
    assert pages - shown == NOT_IN_THE_MENU, "Give it a MenuItem in `menu` of the context's apps.py"


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_the_page_of_a_context_tells_its_topics(context: str) -> None:
    page = (tree.ROOT / "contexts" / context / "README.md").read_text()
    assert [topic for topic in tree.topics(context) if f"`{topic}/`" not in page] == [], f"{context}/README.md: topics"
