"""How DTOs appear in the OpenAPI document: their types are their schema."""

import dataclasses
from typing import Any

import msgspec
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.plumbing import ResolvedComponent


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
    link = {"type": "string", "format": "uri", "nullable": True}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {"next": link, "previous": link, "results": {"type": "array", "items": item}},
    }


def _register(auto_schema: Any, target: type, skip: type | None = None) -> dict[str, Any]:
    reference, components = _components(target)
    for name, schema in components.items():
        if skip is not None and name == _component_name(skip):
            continue
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=name, type=ResolvedComponent.SCHEMA, object=name, schema=schema
        )
        auto_schema.registry.register_on_missing(component)
    return reference


def _components(target: type) -> tuple[dict[str, Any], dict[str, Any]]:
    (reference,), components = msgspec.json.schema_components([target], ref_template="#/components/schemas/{name}")
    return reference, components


def _component_name(target: type) -> str:
    return target.__name__
