"""Runs a collection as Postman does, as far as ours goes: variables, and the few lines that follow an answer."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from tests.http_client import Answer, HttpClient

_VARIABLE = re.compile(r"\{\{(\$?\w+)\}\}")
_LINES = {
    "status": re.compile(r'pm\.test\("[^"]*", \(\) => pm\.response\.to\.have\.status\((\d+)\)\);'),
    "text": re.compile(r'pm\.test\("[^"]*", \(\) => pm\.expect\(pm\.response\.json\(\)\.(\S+)\)\.to\.eql\("(.*)"\)\);'),
    "set": re.compile(r'pm\.collectionVariables\.set\("(\w+)", pm\.response\.json\(\)\.(\S+)\);'),
}


class Run:
    """A collection, and the variables that its requests leave behind."""

    def __init__(self, collection: Mapping[str, Any], **variables: str) -> None:
        self._items = collection["item"]
        self.variables = {one["key"]: one["value"] for one in collection["variable"]} | variables

    def folders(self) -> dict[str, list[dict[str, Any]]]:
        return {folder["name"]: folder["item"] for folder in self._items}

    def ask(self, item: dict[str, Any], **headers: str) -> Answer:
        """Send one request, and do what its script says. Raises AssertionError."""
        request = item["request"]
        named = {one["key"]: self._filled(one["value"]) for one in request["header"] if not one.get("disabled")}
        if request.get("auth", {}).get("type") != "noauth" and self.variables["token"]:
            named["Authorization"] = f"Bearer {self.variables['token']}"
        address = urlsplit(self._filled(request["url"]["raw"]))
        body = json.loads(self._filled(request["body"]["raw"])) if "body" in request else None
        path = f"{address.path}?{address.query}" if address.query else address.path
        client = HttpClient(f"{address.scheme}://{address.netloc}", timeout=40)
        answer = client.call(request["method"], path, body, {**named, **headers})
        client.close()
        for line in _script(item):
            self._do(line, answer, item["name"])
        return answer

    def _filled(self, text: str) -> str:
        return _VARIABLE.sub(lambda found: self._value(found[1]), text)

    def _value(self, name: str) -> str:
        value = str(uuid.uuid4()) if name == "$guid" else self.variables[name]
        assert value, f"Nothing has set {name}."
        return value

    def _do(self, line: str, answer: Answer, name: str) -> None:
        kind, found = next((kind, found) for kind, one in _LINES.items() if (found := one.fullmatch(line)))
        if kind == "status":
            assert answer.status_code == int(found[1]), f"{name}: {answer.status_code} {answer.text}"
        elif kind == "text":
            assert at(answer.json(), found[1]) == found[2], f"{name}: {answer.text}"
        else:
            self.variables[found[1]] = at(answer.json(), found[2])


def at(data: Any, path: str) -> Any:
    """A part of an answer, by a path such as `results[0].id`."""
    for step in re.findall(r"\w+", path):
        data = data[int(step)] if step.isdecimal() else data[step]
    return data


def _script(item: Mapping[str, Any]) -> Iterator[str]:
    for event in item.get("event", []):
        yield from event["script"]["exec"]
