"""Serializers made from types: the type of a body is its declaration, and mypy checks what a use case gets of it.

A TypedDict is what was given, by name, of which a PATCH may leave out anything; a frozen dataclass is one thing that always
comes whole. `msgspec.Meta` beside a type says the rest: `Annotated[str, Meta(max_length=32, description="How it was paid.")]`;
its `extra` are further arguments of the DRF field. A `str` is one line; `gotuto.text` has other kinds of text.
"""

from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict
from uuid import UUID

import msgspec
from rest_framework import serializers

from gotuto.address import Address
from gotuto.http.components import sentence
from gotuto.http.fields import (
    AddressField,
    CountryField,
    CurrencyField,
    EnumField,
    InstantField,
    MoneyField,
    NamedField,
    PlainValueField,
)
from gotuto.http.inputs import Input
from gotuto.http.texts import (
    CodeField,
    DayField,
    EmailField,
    IdField,
    LineField,
    NumberField,
    PasswordField,
    ProseField,
    SkuField,
    WholeNumberField,
)
from gotuto.http.uploads import Upload, UploadField
from gotuto.ids import Sku
from gotuto.money import Money

_FIELDS: dict[Any, Any] = {
    Address: AddressField,
    Any: PlainValueField,
    Decimal: NumberField,
    Money: MoneyField,
    Sku: SkuField,
    UUID: IdField,
    Upload: UploadField,
    bool: serializers.BooleanField,
    date: DayField,
    datetime: InstantField,
    int: WholeNumberField,
    str: LineField,
}
_FORMATS: dict[str | None, Any] = {
    "code": CodeField,
    "country": CountryField,
    "currency": CurrencyField,
    "email": EmailField,
    "password": PasswordField,
    "prose": ProseField,
}
_ALWAYS: dict[Any, dict[str, Any]] = {Decimal: {"max_digits": 19, "decimal_places": 4}}


@cache
def input_of(kind: Any) -> type[Input]:
    """The serializer that takes in a TypedDict or a dataclass; of a dataclass it makes an instance."""
    hints = get_type_hints(kind, include_extras=True)
    required = _required(kind)
    declared = {name: field_of(hint, required=name in required) for name, hint in hints.items()}
    base = Input if is_typeddict(kind) else _instance_of(kind)
    return type(kind.__name__, (base,), {"__doc__": words_of(kind), **declared})


def words_of(kind: Any) -> str:
    """What clients read of a body; without words of its own, those of its base are nothing to them."""
    # A dataclass without a docstring is given its signature for one.
    own = kind.__dict__.get("__doc__") or ""
    return "" if own.startswith(f"{kind.__name__}(") else sentence(own)


def taken(method: Any, name: str) -> type[Input] | None:
    """The serializer of an argument of a view's method, by its type. Raises TypeError when that does not say enough."""
    kind = method.__annotations__.get(name)
    if kind is None:
        return None
    if not is_body(kind):
        raise TypeError(f"{method.__qualname__}: the type of `{name}` is a TypedDict or a frozen dataclass.")
    return input_of(kind)


def is_body(kind: Any) -> bool:
    return is_typeddict(kind) or (isinstance(kind, type) and is_dataclass(kind))


def field_of(hint: Any, *, required: bool = True, help_text: str | None = None) -> Any:
    """The field that takes in a value of this type. Raises TypeError for a type that nobody can send."""
    kind, metas, is_nullable = _parts(hint)
    options: dict[str, Any] = {"help_text": help_text} if help_text else {}
    if not required:
        options["required"] = False
    if is_nullable:
        options["allow_null"] = True
    for meta in metas:
        options.update(_options(meta))
    if get_origin(kind) is list:
        return serializers.ListField(child=field_of(get_args(kind)[0]), **_of_list(options))
    if get_origin(kind) is dict:
        return NamedField(child=field_of(get_args(kind)[1]), **options)
    if kind is str or kind is Sku:
        return _text(kind, options, metas)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return EnumField(kind, **options)
    if kind in _FIELDS:
        return _FIELDS[kind](**_ALWAYS.get(kind, {}), **options)
    if is_body(kind):
        return input_of(kind)(**options)
    raise TypeError(f"{hint} has no field; add it to gotuto.http.typed.")


def _parts(hint: Any) -> tuple[Any, list[msgspec.Meta], bool]:
    """The bare type, its constraints, and whether null is allowed."""
    metas: list[msgspec.Meta] = []
    is_nullable = False
    while True:
        origin = get_origin(hint)
        if origin is NotRequired:
            (hint,) = get_args(hint)
        elif origin is Annotated:
            hint, *more = get_args(hint)
            metas += [meta for meta in more if isinstance(meta, msgspec.Meta)]
        elif origin in (Union, UnionType):
            is_nullable = True
            (hint,) = [argument for argument in get_args(hint) if argument is not NoneType]
        elif isinstance(hint, NewType) and hint not in _FIELDS:
            hint = hint.__supertype__
        else:
            return hint, metas, is_nullable


_NAMES = {
    "description": "help_text",
    "ge": "min_value",
    "le": "max_value",
    "max_length": "max_length",
    "min_length": "min_length",
}


def _options(meta: msgspec.Meta) -> dict[str, Any]:
    given = {ours: getattr(meta, theirs) for theirs, ours in _NAMES.items()}
    return {name: value for name, value in given.items() if value is not None} | (meta.extra or {})


def _of_list(options: dict[str, Any]) -> dict[str, Any]:
    at_least = options.pop("min_length", 0)
    return {**options, "allow_empty": not at_least, **({"min_length": at_least} if at_least else {})}


def _text(kind: Any, options: dict[str, Any], metas: Sequence[msgspec.Meta]) -> Any:
    formats = [(meta.extra_json_schema or {}).get("format") for meta in metas]
    field = next((_FORMATS[name] for name in formats if name in _FORMATS), _FIELDS[kind])
    # What may be left out may be left empty, unless it has a shape of its own.
    if options.get("required") is False and field in (LineField, ProseField):
        options["allow_blank"] = True
    return field(**options)


def _required(kind: Any) -> frozenset[str]:
    if is_typeddict(kind):
        return frozenset(kind.__required_keys__)
    without_default = (field for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING)
    return frozenset(field.name for field in without_default)


def _instance_of(kind: type) -> type[Input]:
    class Instance(Input):
        is_whole = True

        def to_internal_value(self, data: Any) -> Any:
            return kind(**super().to_internal_value(data))

    return Instance
