"""What was removed or changed in the OpenAPI document, in words; whatever was only added is no difference."""

from collections.abc import Iterator
from typing import Any

from tests.promise.schemas import Compared, resolved


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for path, verbs in before["paths"].items():
        for verb, operation in verbs.items():
            where = f"{verb.upper()} {path}"
            if verb not in after["paths"].get(path, {}):
                yield f"{where}: removed"
            else:
                yield from _Operations(before, after, where).differences(operation, after["paths"][path][verb])


class _Operations:
    def __init__(self, before: dict[str, Any], after: dict[str, Any], where: str) -> None:
        self.where = where
        self.sent = Compared(before, after, sent=True)
        self.read = Compared(before, after, sent=False)

    def differences(self, before: Any, after: Any) -> Iterator[str]:
        if before.get("operationId") != after.get("operationId"):
            yield f"{self.where}: its operationId was {before.get('operationId')}, is {after.get('operationId')}"
        for way in before.get("security", []):
            # Without any requirement credentials are neither wanted nor in the way.
            if way not in after.get("security", [way]):
                yield f"{self.where}: can no longer be called with {_way(way)}"
        yield from self._parameters(before, after)
        yield from self._body(before.get("requestBody", {}), after.get("requestBody", {}))
        yield from self._responses(before.get("responses", {}), after.get("responses", {}))

    def _parameters(self, before: Any, after: Any) -> Iterator[str]:
        known, now = _by_name(self.sent.before, before), _by_name(self.sent.after, after)
        for place, parameter in known.items():
            where = f"{self.where} {' '.join(place)}"
            if place not in now:
                yield f"{where}: removed"
            else:
                yield from self.sent.differences(where, parameter["schema"], now[place]["schema"])
        for place, parameter in now.items():
            if parameter.get("required") and not known.get(place, {}).get("required"):
                yield f"{self.where} {' '.join(place)}: must be sent now"

    def _body(self, before: Any, after: Any) -> Iterator[str]:
        if after.get("required") and not before.get("required"):
            yield f"{self.where} body: must be sent now"
        yield from _contents(self.sent, f"{self.where} body", before, after)

    def _responses(self, before: Any, after: Any) -> Iterator[str]:
        for status, response in before.items():
            where = f"{self.where} answer {status}"
            if status not in after:
                yield f"{where}: removed"
            else:
                yield from _contents(self.read, where, response, after[status])


def _contents(compared: Compared, where: str, before: Any, after: Any) -> Iterator[str]:
    for kind, content in before.get("content", {}).items():
        if kind not in after.get("content", {}):
            yield f"{where}: no longer comes as {kind}"
        else:
            yield from compared.differences(where, content["schema"], after["content"][kind]["schema"])


def _by_name(document: Any, operation: Any) -> dict[tuple[str, str], Any]:
    found = [resolved(document, parameter) for parameter in operation.get("parameters", [])]
    return {(parameter["in"], parameter["name"]): parameter for parameter in found}


def _way(way: dict[str, Any]) -> str:
    return " and ".join(way) or "no credentials"
