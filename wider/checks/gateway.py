"""Gateways: what is written for Kong is valid and about this very product."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from wider.check import Check, Failed, Tool
from wider.gateways import kong, planted
from wider.manifests import gateways, rendering


def _run() -> str:
    return _kong()


def _kong() -> str:
    settings = gateways.in_force(rendering.kustomized("prod", "traefik"))
    written = kong.read()
    if wrong := [*filter(None, [kong.refused(written)]), *kong.faults(written, settings)]:
        raise Failed(f"kong.yaml: {'; '.join(wrong)}")
    _found(planted.MISSPELT, written, lambda one: [*filter(None, [kong.refused(one)])], "decK")
    _found(planted.WRONG, written, lambda one: list(kong.faults(one, settings)), "the rules for Kong")
    made = len(planted.MISSPELT) + len(planted.WRONG)
    return f"Kong's configuration is read by decK and is about this shop; {made} planted mistakes are found"


def _found(
    mistakes: Sequence[planted.Change], sound: dict[str, Any], faults: Callable[[dict[str, Any]], list[str]], who: str
) -> None:
    for number, change in enumerate(mistakes):
        changed = deepcopy(sound)
        change(changed)
        if not faults(changed):
            raise Failed(f"mistake {number} was not found by {who}")


CHECK = Check(
    "gateway",
    (Tool("go", ("go", "version"), "Go"), Tool("deck", ("deck", "version"), "Debian's deck")),
    _run,
)
