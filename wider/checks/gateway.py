"""Gateways: Traefik is played as people and others would use it; what is written for Kong is valid and about this very product."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

from gotuto.configuration import Configuration
from wider.check import Check, Failed, Tool
from wider.gateways import echo, kong, planted, playing, traefik
from wider.manifests import gateways, rendering
from wider.manifests import planted as manifests
from wider.manifests.rendering import Document


def _run() -> str:
    documents = rendering.kustomized("prod", "traefik")
    settings = gateways.in_force(documents)
    return f"{_traefik(documents, settings)}; {_kong(settings)}"


def _traefik(documents: Sequence[Document], settings: Configuration) -> str:
    if wrong := _played(documents, playing.PLAYS, settings):
        raise Failed(f"behind Traefik: {'; '.join(wrong[:5])}")
    for number, (play, kind, name, change) in enumerate(planted.PLAYED):
        if not _played(manifests.changed(documents, kind, name, change), (play,), settings):
            raise Failed(f"mistake {number} was not found by {play.__name__} at Traefik")
    seen = "ways, hosts, addresses, sizes, rates, TLS, idle connections and lost answers are as the shop expects"
    return f"at Traefik {traefik.VERSION} with the routes of the cluster {seen}; {len(planted.PLAYED)} planted mistakes are found"


def _played(documents: Sequence[Document], plays: Sequence[playing.Play], settings: Configuration) -> list[str]:
    with echo.running() as web, traefik.running(documents, web.port) as door:
        return [fault for play in plays for fault in play(door, web, settings)]


def _kong(settings: Configuration) -> str:
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
    (
        Tool("go", ("go", "version"), "Go"),
        Tool("deck", ("deck", "version"), "Debian's deck"),
        Tool("openssl", ("openssl", "version"), "Debian's openssl"),
    ),
    _run,
)
