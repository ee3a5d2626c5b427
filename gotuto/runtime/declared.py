"""The settings that the project declares; loaded by name, as its programs are."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from gotuto.configuration import Configuration, Declarations, InvalidSettings
from gotuto.runtime.errors import CannotStart

PLACE = "config.declared"


@cache
def declared() -> Declarations:
    settings: Declarations = import_module(PLACE).SETTINGS
    return settings


def read(environ: Mapping[str, str]) -> Configuration:
    """The settings in force. Raises CannotStart with everything that is wrong with them."""
    try:
        return Configuration(declared(), environ)
    except InvalidSettings as refusal:
        raise CannotStart(str(refusal)) from refusal


def made_once() -> dict[str, int]:
    """The secrets that are made when nobody gives them, and of how many random bytes."""
    return {setting.name: setting.made_once for setting in declared() if setting.made_once}


def shared() -> list[str]:
    """What commands in other terminals are told; the rest belongs to one program."""
    return [setting.name for setting in declared() if setting.shared]
