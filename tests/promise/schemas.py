"""Two JSON schemas compared from a client's side: what it sends must still be taken, what it reads must still be there."""

from collections.abc import Iterator
from typing import Any

_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")
_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")


class Compared:
    """Compares schemas of two documents; `sent` says whether the client sends the value or reads it."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any], *, sent: bool) -> None:
        self.before, self.after, self.sent = before, after, sent
        self._open: set[tuple[str, str]] = set()

    def differences(self, where: str, before: Any, after: Any) -> Iterator[str]:
        references = (before.get("$ref", ""), after.get("$ref", ""))
        if any(references):
            if references in self._open:
                return
            self._open.add(references)
        old, new = resolved(self.before, before), resolved(self.after, after)
        if _alternatives_of(old) == [old] and _alternatives_of(new) == [new]:
            yield from self._types(where, old, new)
            yield from self._values(where, old, new)
            yield from self._properties(where, old, new)
            if "items" in old and "items" in new:
                yield from self.differences(f"{where}[]", old["items"], new["items"])
        else:
            yield from self._alternatives(where, _alternatives_of(old), _alternatives_of(new))
        self._open.discard(references)

    def _types(self, where: str, old: Any, new: Any) -> Iterator[str]:
        known, now = _types_of(old), _types_of(new)
        lost = known - now if self.sent else now - known
        if known and now and lost:
            yield f"{where}: was {_listed(known)}, is {_listed(now)}"
        if old.get("format") != new.get("format") and "format" in (new if self.sent else old):
            yield f"{where}: was of the format {old.get('format')}, is of {new.get('format')}"

    def _values(self, where: str, old: Any, new: Any) -> Iterator[str]:
        gone = [value for value in old.get("enum", []) if "enum" in new and value not in new["enum"]]
        if gone:
            yield f"{where}: no longer has {_listed(map(str, gone))}"
        if not self.sent:
            return
        if "enum" in new and "enum" not in old:
            yield f"{where}: takes only {_listed(map(str, new['enum']))} now"
        if new.get("pattern", old.get("pattern")) != old.get("pattern"):
            yield f"{where}: must match {new['pattern']} now"
        for limit, sign in [*((name, 1) for name in _UPPER), *((name, -1) for name in _LOWER)]:
            if limit in new and (limit not in old or sign * new[limit] < sign * old[limit]):
                yield f"{where}: {limit} was {old.get(limit, 'open')}, is {new[limit]}"

    def _properties(self, where: str, old: Any, new: Any) -> Iterator[str]:
        known, now = old.get("properties", {}), new.get("properties", {})
        for name, schema in known.items():
            if name not in now:
                yield f"{where}.{name}: removed"
            else:
                yield from self.differences(f"{where}.{name}", schema, now[name])
        required, required_now = set(old.get("required", [])), set(new.get("required", []))
        for name in sorted((required_now - required) if self.sent else (required & now.keys()) - required_now):
            yield f"{where}.{name}: {'must be sent' if self.sent else 'may be missing'} now"

    def _alternatives(self, where: str, known: list[Any], now: list[Any]) -> Iterator[str]:
        # Whatever a client sent must find its like among those taken now; whatever it reads, among those it knew.
        for option in known if self.sent else now:
            pairs = [(option, other) for other in now] if self.sent else [(other, option) for other in known]
            if all(list(self.differences(where, *pair)) for pair in pairs):
                yield f"{where}: {'no longer takes' if self.sent else 'may also be'} {_shown(option)}"


def resolved(document: dict[str, Any], schema: Any) -> Any:
    """A schema without its references; what stands beside a reference or in `allOf` counts too."""
    parts = [*schema.get("allOf", [])]
    if "$ref" in schema:
        found = document
        for name in schema["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        parts.append(found)
    merged: dict[str, Any] = {}
    for part in parts:
        merged |= resolved(document, part)
    return merged | {name: value for name, value in schema.items() if name not in ("$ref", "allOf")}


def _types_of(schema: Any) -> set[str]:
    types = schema.get("type", [])
    return {types} if isinstance(types, str) else set(types)


def _alternatives_of(schema: Any) -> list[Any]:
    found: list[Any] = schema.get("oneOf") or schema.get("anyOf") or [schema]
    return found


def _shown(schema: Any) -> str:
    return schema.get("$ref", "").rpartition("/")[2] or _listed(_types_of(schema)) or str(schema)


def _listed(words: Any) -> str:
    return ", ".join(sorted(words))
