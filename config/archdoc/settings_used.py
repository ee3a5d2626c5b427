"""The declared settings that the sources of a context read."""

import ast
from collections.abc import Iterator

from config.archdoc import tree
from config.declared import SETTINGS
from gotuto.configuration.setting import Setting
from gotuto.modules import ModuleConfig


def of(context: ModuleConfig) -> list[Setting]:
    """By name; those that Django's settings make of them are read under the name that they have there."""
    read = {declared for name in _read(context.label) for declared in _declared().get(name, [])}
    read |= {f"GOTUTO_RATE_{rate.upper()}" for rate in context.rates}
    return sorted((setting for setting in SETTINGS if setting.name in read), key=lambda setting: setting.name)


def _read(context: str) -> Iterator[str]:
    for path in tree.files(context):
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "settings":
                yield node.attr


def _declared() -> dict[str, list[str]]:
    """What stands in config/settings.py → the settings of which it is made."""
    found: dict[str, list[str]] = {}
    for node in tree.parsed(tree.ROOT / "config" / "settings.py").body:
        if isinstance(node, ast.Assign):
            asked = [
                str(inner.slice.value)
                for inner in ast.walk(node.value)
                if isinstance(inner, ast.Subscript) and ast.unparse(inner.value) == "configuration"
                if isinstance(inner.slice, ast.Constant)
            ]
            found |= {ast.unparse(target): asked for target in node.targets}
    return found
