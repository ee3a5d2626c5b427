"""Schemas of plain types for the OpenAPI document: names, words and formats as clients need them."""

import dataclasses
import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, get_args, get_type_hints

import msgspec

from gotuto.hints import bare

_REFERENCE = "#/components/schemas/"
# What generators of clients call classes of their own.
_TAKEN = frozenset({"AuthenticatedClient", "Client", "File", "Response", "Unset"})
# What msgspec leaves open: it takes times without a zone as well, and we have none (RFC 3339).
_FORMATS: dict[Any, dict[str, str]] = {
    datetime: {"format": "date-time"},
    Decimal: {"pattern": r"^-?\d+(\.\d+)?$"},
}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Component:
    """A named schema and the class that it stands for."""

    name: str
    of: type
    schema: dict[str, Any]


def component_name(target: type) -> str:
    """The name of the class, after that of its context where generators would mix it up."""
    name = target.__name__
    return f"{_context(target)}{name}" if name in _TAKEN else name


def sentence(docstring: str | None) -> str:
    """The first sentence; what follows is for whoever reads the source."""
    text = " ".join((docstring or "").split())
    return re.split(r"(?<=\.)\s(?=[A-Z])", text, maxsplit=1)[0].replace("None", "null")


def reference(target: type) -> dict[str, str]:
    return {"$ref": f"{_REFERENCE}{component_name(target)}"}


def components(target: type) -> Iterator[Component]:
    """The schemas of a dataclass and of all that it is made of."""
    _, found = msgspec.json.schema_components([target], ref_template=f"{_REFERENCE}{{name}}")
    classes = {part.__name__: part for part in _parts(target) if part.__name__ in found}
    renamed = {f"{_REFERENCE}{name}": f"{_REFERENCE}{component_name(part)}" for name, part in classes.items()}
    for name, part in classes.items():
        schema = _pointing(found[name], renamed)
        # It would be the name of the class, which generators prefer to that of the component.
        schema.pop("title", None)
        _say_formats(part, schema)
        if "description" in schema:
            schema["description"] = sentence(schema["description"])
        yield Component(name=component_name(part), of=part, schema=schema)


def _context(target: type) -> str:
    """The context that a class stands in, or else the package."""
    names = target.__module__.split(".")
    return (names[1] if names[0] == "contexts" else names[0]).title()


def _parts(target: Any, seen: frozenset[Any] = frozenset()) -> Iterator[type]:
    """The classes that a type is made of."""
    if isinstance(target, type) and target not in seen:
        yield target
        if dataclasses.is_dataclass(target):
            for part in get_type_hints(target).values():
                yield from _parts(part, seen | {target})
    for argument in get_args(target):
        yield from _parts(argument, seen)


def _pointing(schema: Any, renamed: dict[str, str]) -> Any:
    """The schema with its references under their new names."""
    if isinstance(schema, list):
        return [_pointing(part, renamed) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        name: renamed.get(part, part) if name == "$ref" else _pointing(part, renamed) for name, part in schema.items()
    }


def _say_formats(target: type, schema: dict[str, Any]) -> None:
    if not dataclasses.is_dataclass(target):
        return
    for name, hint in get_type_hints(target).items():
        said = _FORMATS.get(bare(hint))
        if said is not None:
            field = schema["properties"][name]
            for option in field.get("anyOf", [field]):
                option.update(said if option.get("type") == "string" else {})
