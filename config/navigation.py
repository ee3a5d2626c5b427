"""The back office's menu, in the order of the work and not of the tables; its items are brought by the modules."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy

from gotuto.modules import MenuItem, modules
from gotuto.sight import shows

SECTIONS = ("Sales", "Money", "Books", "Goods", "People", "Machinery")
_FOR_OPERATORS = "Machinery"


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """What Unfold shows at the side: the pages that somebody sees, and no section without any."""
    overview = {"items": [{"title": "Overview", "icon": "dashboard", "link": reverse_lazy("admin:index")}]}
    items = [item for module in modules() for item in module.menu if shows(request, item.seen_as or item.model)]
    here = _here(request.path, items)
    there = [title for title in SECTIONS if any(item.section == title for item in items)]
    return [overview, *(_section(title, items, here) for title in there)]


def _here(path: str, items: list[MenuItem]) -> MenuItem | None:
    """The item that stands out: some pages lie below those of others."""
    above = [item for item in items if path.startswith(str(_link(item)))]
    return max(above, key=lambda item: len(str(_link(item))), default=None)


def _section(title: str, items: list[MenuItem], here: MenuItem | None) -> dict[str, Any]:
    found = sorted((item for item in items if item.section == title), key=_place)
    shown = [{"title": each.title, "icon": each.icon, "link": _link(each), "active": each is here} for each in found]
    return {"title": title, "separator": True, "collapsible": title == _FOR_OPERATORS, "items": shown}


def _place(item: MenuItem) -> int:
    return item.place


def _link(item: MenuItem) -> Any:
    return reverse_lazy(f"admin:{item.model}_changelist")
