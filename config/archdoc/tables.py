"""Entity-relationship diagrams, from the models of a context."""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from config.archdoc import tree
from config.archdoc.markdown import diagram
from gotuto.modules import ModuleConfig

Model = type[models.Model]
Field = Any


def of(context: ModuleConfig) -> list[Model]:
    """The models of a context that have a table, by name."""
    return sorted(context.get_models(), key=lambda model: model.__name__)


def entities(context: ModuleConfig) -> list[str]:
    """A box for each table, and lines between them: solid for foreign keys, dashed for ids that are only remembered."""
    known = of(context)
    lines = [line for model in known for line in _box(model)]
    lines += [line for model in known for line in _relations(model, known)]
    return diagram("erDiagram", *lines) if lines else ["It has no tables of its own.", ""]


def _box(model: Model) -> Iterator[str]:
    yield f"    {model.__name__} {{"
    for field in model._meta.local_fields:
        yield f"        {_type(field)} {field.column}{_key(field)}{_note(field)}"
    yield "    }"


def _type(field: Field) -> str:
    if isinstance(field, ArrayField):
        return f"{_type(field.base_field)}[]"
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.get_internal_type().removesuffix("Field").lower()


def _key(field: Field) -> str:
    keys = [
        name
        for name, has in (("PK", field.primary_key), ("FK", field.is_relation), ("UK", _is_unique(field)))
        if has and not (name == "UK" and field.primary_key)
    ]
    return f" {', '.join(keys)}" if keys else ""


def _is_unique(field: Field) -> bool:
    alone = [each.fields for each in field.model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    return field.unique or (field.name,) in alone


def _note(field: Field) -> str:
    """Whether it may be empty, and whose id it is, where it is that of another context."""
    words = ["optional"] if field.null else []
    other = _named(field)
    if other is not None and other._meta.app_label != field.model._meta.app_label:
        words.append(f"{'ids' if isinstance(field, ArrayField) else 'id'} of {other._meta.app_label}")
    return f' "{", ".join(words)}"' if words else ""


def _named(field: Field) -> Model | None:
    """The model whose ids a column remembers without a foreign key, told by its name: `order_id`, `shipment_ids`."""
    name, found, _ = field.name.rpartition("_id")
    if field.is_relation or not found:
        return None
    models_of_all = (model for context in tree.contexts() for model in of(context))
    same = (each for each in models_of_all if each.__name__.lower() == name.replace("_", ""))
    return next((each for each in same if each is not field.model), None)


def _relations(model: Model, known: list[Model]) -> Iterator[str]:
    for field in model._meta.local_fields:
        other = field.related_model if field.is_relation else _named(field)
        if other in known:
            line, many = ("--" if field.is_relation else ".."), ("|o" if field.unique else "}o")
            one = "|o" if field.null else "||"
            yield f"    {model.__name__} {many}{line}{one} {other.__name__} : {field.name}"
