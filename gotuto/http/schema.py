"""How DTOs appear in the OpenAPI document: their types are their schema."""

import dataclasses
from typing import Any, get_args, get_origin

from drf_spectacular.extensions import OpenApiSerializerExtension, OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent, get_lib_doc_excludes

from gotuto.http.components import component_name, components, reference
from gotuto.http.inputs import Input
from gotuto.http.texts import NumberField
from gotuto.paging import Page


class OperationSchema(AutoSchema):
    """Operations by what they declare; one that returns a Page is a list, and so is one that tells all and takes more."""

    def get_operation_id(self) -> str:
        named = str(super().get_operation_id())
        declared = self._declared()
        is_list = declared is not None and (get_origin(declared.returns) is Page or self._tells_all(declared.returns))
        return named.removesuffix("_retrieve") + "_list" if is_list else named

    def _tells_all(self, returns: Any) -> bool:
        is_whole = dataclasses.is_dataclass(returns) and [one.name for one in dataclasses.fields(returns)] == [
            "results"
        ]
        return is_whole and hasattr(self.view, "post")

    def _get_parameters(self) -> list[dict[str, Any]]:
        parameters: list[dict[str, Any]] = super()._get_parameters()
        declared = self._declared()
        if declared is not None and declared.listing is not None:
            for parameter in parameters:
                # A form sends what was left empty as well; it asks for nothing.
                parameter.update({"allowEmptyValue": True} if parameter["in"] == "query" else {})
        return parameters

    def _declared(self) -> Any:
        return getattr(getattr(self.view, self.method.lower(), None), "operation", None)


def undocumented() -> list[type]:
    """Classes whose docstrings are for readers of the source; spectacular's GET_LIB_DOC_EXCLUDES."""
    return [*get_lib_doc_excludes(), Input]  # type: ignore[no-untyped-call]


class PageOf:
    """A page of DTOs, for the schema only; one of several kinds is named after the first."""

    def __init__(self, item: Any, *, counted_as: type | None = None) -> None:
        self.counted_as = counted_as
        self.items: tuple[type, ...] = (item,) if isinstance(item, type) else get_args(item)


class DtoSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A frozen dataclass as a component."""

    priority = 1

    @classmethod
    def _matches(cls, target: Any) -> bool:
        return isinstance(target, PageOf) or dataclasses.is_dataclass(target)

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        if isinstance(self.target, PageOf):
            return f"{component_name(self.target.items[0])}Page"
        return component_name(self._type)

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        if isinstance(self.target, PageOf):
            for item in self.target.items:
                _register(auto_schema, item)
            page = _page([reference(item) for item in self.target.items])
            if self.target.counted_as is not None:
                _register(auto_schema, self.target.counted_as)
                page["properties"]["facets"] = reference(self.target.counted_as)
            return page
        return _register(auto_schema, self._type)

    @property
    def _type(self) -> type:
        return self.target if isinstance(self.target, type) else type(self.target)


class InputSchema(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """What comes in, without any name that nobody knows."""

    target_class = Input
    match_subclasses = True

    def get_name(self, auto_schema: Any, direction: Any) -> str:
        name = self.target.__name__ if isinstance(self.target, type) else type(self.target).__name__
        # What is sent as a whole may be answered as well, which is another component.
        return f"{name.removesuffix('Body')}Body" if self.target.is_whole else name

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        if self.target.is_whole:
            # A PATCH may leave it out, but not half of it.
            schema["required"] = sorted(name for name, field in self.target.fields.items() if field.required)
        return {**schema, "additionalProperties": False}


class NumberSchema(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    """A decimal number with at least one digit; the framework's own pattern does without."""

    target_class = NumberField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer_field(self.target, direction, bypass_extensions=True)
        return {**schema, "pattern": r"^-?(\d{1,15}(\.\d{0,4})?|\.\d{1,4})$"}


def _page(items: list[dict[str, str]]) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    item = items[0] if len(items) == 1 else {"anyOf": items}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {"next": link, "previous": link, "results": {"type": "array", "items": item}},
    }


def _register(auto_schema: Any, target: type) -> dict[str, Any]:
    """The schema of a class; those that it is made of become components, known by their classes."""
    own: dict[str, Any] = {}
    for part in components(target):
        if part.of is target:
            own = part.schema
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name=part.name, type=ResolvedComponent.SCHEMA, object=part.of, schema=part.schema
        )
        auto_schema.registry.register_on_missing(component)
    return own
