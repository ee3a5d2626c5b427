"""All operations as a collection for Postman, Bruno and the like, made from the OpenAPI document (Postman Collection v2.1).

Its first folder is a first order, whose requests hand each other what they need; in the others stands each operation once.
"""

import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from drf_spectacular.generators import SchemaGenerator

from config.apidoc.flow import FLOW, Step

NAME = "gotuto.postman_collection.json"
_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_PREFIX = "/api/v1/"
_PARAMETER = re.compile(r"\{(\w+)\}")
_KNOWN = {
    "base_url": "http://127.0.0.1:8000",
    "token": "",
    "sku": "TEA-EARL-GREY-100",
    "slug": "tea",
    "code": "origin",
    "language": "de",
    "legal_entity": "main",
    "location": "MAIN",
    "price_list": "CHF",
    "customer_group": "TRADE",
    "kind": "products",
    "cart_token": "",
    "order_token": "",
}
_TOKENS = {"X-Cart-Token": "{{cart_token}}", "X-Order-Token": "{{order_token}}"}
_ABOUT = (
    "Made from the OpenAPI document by `manage.py apidoc`. Set `base_url`, and for what is not open to guests `token`, an API "
    'token. Run the folder "First order" to fill the other variables.'
)

Operation = dict[str, Any]


def text() -> str:
    """The collection as a file."""
    return json.dumps(_collection(), indent=1, ensure_ascii=False) + "\n"


def _collection() -> dict[str, Any]:
    document = _document()
    operations = list(_operations(document))
    by_id = {operation["operationId"]: (method, path, operation) for method, path, operation in operations}
    folders = [
        {"name": name, "item": [_item(*each) for each in found]} for name, found in groupby(operations, key=_resource)
    ]
    return {
        "info": {"name": document["info"]["title"], "description": _ABOUT, "schema": _SCHEMA},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": "{{token}}", "type": "string"}]},
        "variable": [{"key": key, "value": value} for key, value in _variables(document).items()],
        "item": [{"name": "First order", "item": [_step(step, by_id) for step in FLOW]}, *folders],
    }


def _document() -> dict[str, Any]:
    generator = SchemaGenerator()  # type: ignore[no-untyped-call]
    found: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            yield verb.upper(), path, operation


def _variables(document: dict[str, Any]) -> dict[str, str]:
    """What is set once for all requests, and what they hand each other: each thing that an address names."""
    named = [name for path in document["paths"] for name in _PARAMETER.findall(path)]
    return {**_KNOWN, **{name: "" for name in named if name not in _KNOWN}}


def _resource(operation: tuple[str, str, Operation]) -> str:
    return operation[1].removeprefix(_PREFIX).partition("/")[0] or "api"


def _item(method: str, path: str, operation: Operation) -> dict[str, Any]:
    request = {
        "method": method,
        "header": [*_headers(operation)],
        "url": _url(path, operation),
        "description": operation["description"],
    }
    if (body := _example(operation)) is not None:
        request["body"] = _raw(body)
    if operation.get("security") is None:
        request["auth"] = {"type": "noauth"}
    return {"name": operation["summary"], "request": request}


def _step(step: Step, by_id: dict[str, tuple[str, str, Operation]]) -> dict[str, Any]:
    """An operation of the first order, as a guest does it: with what it sends, expects and hands on."""
    method, path, operation = by_id[step.operation]
    item = _item(method, path, operation)
    item["request"] |= {"auth": {"type": "noauth"}, "header": [_header(*each) for each in step.headers.items()]}
    if step.body is not None:
        item["request"]["body"] = _raw(step.body)
    if step.query:
        item["request"]["url"] = _url(path, operation, given=step.query)
    return {**item, "event": [{"listen": "test", "script": {"type": "text/javascript", "exec": step.script()}}]}


def _headers(operation: Operation) -> Iterator[dict[str, Any]]:
    """What may be sent, switched off where it is a wish; a key is drawn anew for each request."""
    for one in operation.get("parameters", []):
        if one["in"] == "header":
            value = _TOKENS.get(one["name"], "{{$guid}}" if one["name"] == "Idempotency-Key" else "")
            yield {**_header(one["name"], value, one.get("description", "")), "disabled": value == ""}


def _header(name: str, value: str, description: str = "") -> dict[str, Any]:
    return {"key": name, "value": value, **({"description": description} if description else {})}


def _url(path: str, operation: Operation, given: dict[str, str] | None = None) -> dict[str, Any]:
    named = _PARAMETER.sub(r"{{\1}}", path)
    queries = [one for one in operation.get("parameters", []) if one["in"] == "query"]
    found = [_query(one, given or {}) for one in queries]
    sent = "&".join(f"{one['key']}={one['value']}" for one in found if not one["disabled"])
    url: dict[str, Any] = {
        "raw": f"{{{{base_url}}}}{named}{'?' if sent else ''}{sent}",
        "host": ["{{base_url}}"],
        "path": [*named.strip("/").split("/"), ""],
    }
    return {**url, "query": found} if found else url


def _query(parameter: Operation, given: dict[str, str]) -> dict[str, Any]:
    name = parameter["name"]
    # What must be asked for is something that the requests before it have found.
    needed = f"{{{{{name}}}}}" if parameter.get("required") else ""
    value = given.get(name, needed)
    return {"key": name, "value": value, "description": parameter.get("description", ""), "disabled": value == ""}


def _example(operation: Operation) -> Any:
    content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    found = next((one["value"] for one in content.get("examples", {}).values()), None)
    return {name: _known(name, value) for name, value in found.items()} if found else None


def _known(name: str, value: Any) -> Any:
    """What an example says; an id in it is nobody's, and that of something known takes its place."""
    return f"{{{{{name}}}}}" if name.endswith("_id") and _is_id(value) else value


def _raw(body: Any) -> dict[str, Any]:
    return {
        "mode": "raw",
        # Where the shop itself is named, it is the one that is asked.
        "raw": json.dumps(body, indent=2, ensure_ascii=False).replace(settings.GOTUTO_PUBLIC_URL, "{{base_url}}"),
        "options": {"raw": {"language": "json"}},
    }


def _is_id(value: Any) -> bool:
    """Whether it is one of ours; a VAT id is an example that works."""
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False
