"""The flags that the modules declare."""

from functools import cache

from gotuto.flags.errors import FlagNotFound
from gotuto.modules import Flag, modules


@cache
def flags() -> dict[str, Flag]:
    """All of them, by name."""
    return {each.name: each for module in modules() for each in module.flags}


def flag(name: str) -> Flag:
    """Raises FlagNotFound for a name that nobody declares."""
    try:
        return flags()[name]
    except KeyError:
        raise FlagNotFound(name=name) from None
