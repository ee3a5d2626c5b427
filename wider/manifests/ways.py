"""Ways into the shop: what the product shows to the world, and what each gateway lets through to it.

A way is a path with all below it (`/api/`), or a path alone (`/`, exact).
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from wider.manifests import product
from wider.manifests.rendering import Document

_WEB = "gotuto-web"
_RULE = re.compile(r"(Path|PathPrefix)\(`([^`]+)`\)")


@cache
def shown() -> frozenset[str]:
    """The product's own ways for people and programs outside, by its URL map."""
    product.ready()
    from django.conf import settings
    from django.urls import get_resolver

    heads = {_head(str(one.pattern)) for one in get_resolver().url_patterns} | {settings.STATIC_URL}
    return frozenset(heads - {_head(path) for path in kept()})


@cache
def kept() -> frozenset[str]:
    """Paths for those who run the shop alone: they are asked by address."""
    from config.health import PATHS

    return frozenset(PATHS)


def _head(route: str) -> str:
    """The first part of a path, with a slash after it."""
    first = route.lstrip("/").partition("/")[0]
    return f"/{first}/" if first else "/"


def faults(documents: Sequence[Document]) -> Iterator[str]:
    """Where a gateway lets through more than the product shows, or less, in words."""
    found = list(opened(documents))
    for name, ways in found:
        if more := sorted(ways - shown()):
            yield f"{name}: it lets in {', '.join(more)}, which the product does not show"
        if fewer := sorted(shown() - ways):
            yield f"{name}: it shuts out {', '.join(fewer)}"
    yield from _of_routes([one for one in documents if one["kind"] == "Route"])
    if not found and not any(one["kind"] == "Route" for one in documents):
        yield "there is no way in"


def opened(documents: Sequence[Document]) -> Iterator[tuple[str, frozenset[str]]]:
    """What each gateway lets through to the webs. Raises KeyError for a rule that cannot be read."""
    for one in documents:
        name = f"{one['kind']} {one['metadata']['name']}"
        match one["kind"]:
            case "Ingress":
                yield name, frozenset(_way(way["path"], way["pathType"] == "Exact") for way in _of_ingress(one))
            case "VirtualService":
                yield name, frozenset(_of_mesh(one))
            case "AuthorizationPolicy" if paths := _of_gateway(one):
                yield name, frozenset(_way(path.removesuffix("*"), not path.endswith("*")) for path in paths)
            case "IngressRoute" if matches := _of_traefik(one):
                yield name, frozenset(_of_rules(matches))


def _way(path: str, exact: bool) -> str:
    """A path with all below it ends with a slash; one alone has none, but for the front page."""
    if exact:
        return path if path == "/" else f"{path} alone"
    return "everything" if path == "/" else path


def _of_ingress(one: Document) -> Iterator[Document]:
    for rule in one["spec"]["rules"]:
        for way in rule["http"]["paths"]:
            if way["backend"]["service"]["name"] == _WEB:
                yield way


def _of_mesh(one: Document) -> Iterator[str]:
    for route in one["spec"]["http"]:
        for match in route.get("match", ({},)):
            uri = match.get("uri", {}) if match.keys() <= {"uri"} else {}
            yield _way(uri["exact"], True) if "exact" in uri else _way(uri.get("prefix", "/"), False)


def _of_gateway(one: Document) -> list[str]:
    """The paths of whoever is not Prometheus, by an account of the mesh."""
    rules = one["spec"].get("rules", ())
    return [
        path
        for rule in rules
        if not any("/monitoring/" in name for source in rule["from"] for name in source["source"].get("principals", ()))
        for to in rule["to"]
        for path in to["operation"].get("paths", ["/*"])
    ]


def _of_traefik(one: Document) -> list[str]:
    """The rules that lead to the webs."""
    return [
        route["match"]
        for route in one["spec"]["routes"]
        if any(service["name"].startswith(_WEB) for service in route["services"])
    ]


def _of_rules(matches: Sequence[str]) -> Iterator[str]:
    for match in matches:
        paths = _RULE.findall(match)
        # Whatever is said of a request besides its host and its path, nobody here has read.
        left = re.sub(r"Host\(`[^`]+`\)|&&|\|\||[()\s]", "", _RULE.sub("", match))
        if left or not paths:
            yield left or "everything"
        yield from (_way(path, kind == "Path") for kind, path in paths)


def _of_routes(routes: Sequence[Document]) -> Iterator[str]:
    """On OpenShift a path means all below it, and the longest counts: the front page opens all that is not led elsewhere."""
    if not routes:
        return
    led = {one["spec"]["path"]: one["spec"]["to"]["name"] for one in routes}
    opens = {path for path, name in led.items() if name == _WEB}
    if opens != {"/"}:
        yield f"Route: it leads {', '.join(sorted(opens))} to the webs, and not the front page with all below it"
    for path in sorted(kept()):
        if not any(name != _WEB and (path == way or path.startswith(f"{way}/")) for way, name in led.items()):
            yield f"Route: it lets in {path}"
    for way, name in led.items():
        if name != _WEB and any(shows.startswith(f"{way}/") for shows in shown()):
            yield f"Route: it shuts out {way}"
