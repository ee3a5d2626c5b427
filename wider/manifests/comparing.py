"""What the chart makes, held against what kustomize makes of the same environment."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from wider.manifests.rendering import Document

# A changed setting is a new name for kustomize, and a new checksum for Helm; each has hooks of its own.
_OWN = re.compile(r"^(checksum/|helm\.sh/|argocd\.argoproj\.io/)")
_HASH = re.compile(r"^(gotuto)-[0-9a-z]{10}$")
# The chart is installed into a namespace that is there.
_BESIDE = ("Namespace",)


def differences(one: Sequence[Document], other: Sequence[Document]) -> Iterator[str]:
    """Where both say something else, in words."""
    first, second = _named(one), _named(other)
    for name in sorted(first.keys() ^ second.keys()):
        yield f"{' '.join(name)} is made by {'the first' if name in first else 'the second'} alone"
    for name in sorted(first.keys() & second.keys()):
        for place in _unlike(first[name], second[name], ""):
            yield f"{' '.join(name)}{place}"


def _named(documents: Sequence[Document]) -> dict[tuple[str, str], Any]:
    plain = [_plain(one) for one in documents if one["kind"] not in _BESIDE]
    return {(one["kind"], one["metadata"]["name"]): one for one in plain}


def _plain(value: Any) -> Any:
    """Without what is peculiar to a tool, and lists of named things by name."""
    if isinstance(value, dict):
        kept = {key: _plain(one) for key, one in value.items() if not _OWN.match(key) and key != "namespace"}
        return {key: one for key, one in kept.items() if one not in ({}, None)}
    if isinstance(value, list):
        return sorted((_plain(one) for one in value), key=lambda one: json.dumps(one, sort_keys=True))
    # Kustomize folds the lines of a text anew.
    return " ".join(_HASH.sub(r"\1", value).split()) if isinstance(value, str) else value


def _unlike(one: Any, other: Any, place: str) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            yield from _unlike(one.get(key), other.get(key), f"{place}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _unlike(*pair, f"{place}[{number}]")
    elif one != other:
        yield f"{place}: {one!r} and {other!r}"
