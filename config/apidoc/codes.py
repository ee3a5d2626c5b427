"""Every code that a problem document may carry, as tables."""

from itertools import groupby
from typing import Any

from config import problems
from config.archdoc import markdown

_EVERYWHERE = ""
_TITLES = {
    _EVERYWHERE: "Everywhere",
    "billing": "Invoices, payments and clients",
    "catalog": "Products and categories",
    "customer": "Customers and accounts",
    "idempotency": "Repeated requests",
    "inventory": "Stock",
    "money": "Amounts",
    "notification": "Mails",
    "order": "Carts and orders",
    "shipping": "Parcels",
}


def block() -> list[str]:
    """A table for each part of the API. What only commands of operators say is left out."""
    found = {group: list(rows) for group, rows in groupby(_ordered(), key=_group)}
    lines: list[str] = []
    for group, rows in found.items():
        table = markdown.table(("code", "status", "means"), [_row(one) for one in rows], none="")
        lines += [f"### {_TITLES[group]}", "", *table]
    return lines


def _ordered() -> list[dict[str, Any]]:
    return sorted((one for one in problems.meanings() if _group(one) in _TITLES), key=_group)


def _group(meaning: dict[str, Any]) -> str:
    code = str(meaning["code"])
    return code.split(".")[0] if "." in code else _EVERYWHERE


def _row(meaning: dict[str, Any]) -> tuple[str, str, str]:
    words = str(meaning["text"]).strip().partition("\n")[0]
    return f"`{meaning['code']}`", str(meaning["status"]), words.replace(f" ({meaning['status']}).", ".")
