"""How DTOs appear in the OpenAPI document: their types are their schema."""

import dataclasses
from collections.abc import Iterator
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent

from gotuto.paging import Page


class OperationSchema(AutoSchema):
    """Operations by what they declare; one that returns a Page is a list."""

    def get_operation_id(self) -> str:
        named = str(super().get_operation_id())
        declared = getattr(getattr(self.view, self.method.lower()), "operation", None)
        is_list = declared is not None and get_origin(declared.returns) is Page
        return named.removesuffix("_retrieve") + "_list" if is_list else named


class PageOf:
    """A page of DTOs, for the schema only."""

    def __init__(self, item: type) -> None:
        self.item = item


class DtoSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A frozen dataclass as a component."""

    priority = 1

    @classmethod
    def _matches(cls, target: Any) -> bool:
        return isinstance(target, PageOf) or dataclasses.is_dataclass(target)

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        if isinstance(self.target, PageOf):
            return f"{_component_name(self.target.item)}Page"
        return _component_name(self.target if isinstance(self.target, type) else type(self.target))

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        if isinstance(self.target, PageOf):
            return _page(_register(auto_schema, self.target.item))
        target = self.target if isinstance(self.target, type) else type(self.target)
        _register(auto_schema, target, skip=target)
        (_, components) = _components(target)
        return components[_component_name(target)]


def _page(item: dict[str, Any]) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {"next": link, "previous": link, "results": {"type": "array", "items": item}},
    }


def _register(auto_schema: Any, target: type, skip: type | None = None) -> dict[str, Any]:
    reference, components = _components(target)
    # A component is known by its class, whether it is the answer itself or stands within another.
    classes = {_component_name(part): part for part in _parts(target)}
    for name, schema in components.items():
        if skip is not None and name == _component_name(skip):
            continue
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=name, type=ResolvedComponent.SCHEMA, object=classes[name], schema=schema
        )
        auto_schema.registry.register_on_missing(component)
    return reference


def _parts(target: Any, seen: frozenset[Any] = frozenset()) -> Iterator[type]:
    """The classes that a type is made of."""
    if isinstance(target, type) and target not in seen:
        yield target
        if dataclasses.is_dataclass(target):
            for part in get_type_hints(target).values():
                yield from _parts(part, seen | {target})
    for argument in get_args(target):
        yield from _parts(argument, seen)


def _components(target: type) -> tuple[dict[str, Any], dict[str, Any]]:
    (reference,), components = msgspec.json.schema_components([target], ref_template="#/components/schemas/{name}")
    return reference, components


def _component_name(target: type) -> str:
    return target.__name__
