"""What can be done to the attributes of a category; writers of the tree queue, so that no code comes to stand twice on a way."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from contexts.catalog.attributes import domain, models, statements
from contexts.catalog.attributes.dto import Attribute, AttributeKind, Choice, Declaration, Labels
from contexts.catalog.attributes.errors import AttributeInUse, AttributeNotFound
from contexts.catalog.categories.dto import KEEP, Keep
from contexts.catalog.categories.errors import CategoryNotFound
from contexts.catalog.categories.models import Category
from contexts.catalog.categories.signals import CategoryUpdated, category_updated
from gotuto.db import fetch, unit_of_work
from gotuto.db.changes import save_next_version
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CategoryId


@unit_of_work
def declare_attribute(
    *,
    category_id: CategoryId,
    code: str,
    kind: AttributeKind,
    labels: Labels,
    unit: str = "",
    choices: Sequence[Choice] = (),
    minimum: Decimal | None = None,
    maximum: Decimal | None = None,
    max_length: int | None = None,
    is_required: bool = False,
    is_filterable: bool = False,
    position: int | None = None,
    now: datetime,
) -> Attribute:
    """Let the products of a category, and of all below it, have an attribute; at the end unless a place is given.

    Raises CategoryNotFound, AttributeInvalid, AttributeDeclared, TooManyAttributes, AttributeInUse.
    """
    said = Declaration(
        kind=kind,
        labels=labels,
        unit=unit,
        choices=tuple(choices),
        minimum=minimum,
        maximum=maximum,
        max_length=max_length,
        is_required=is_required,
        is_filterable=is_filterable,
    )
    category = _queued(category_id)
    domain.check_code(code)
    domain.check_declaration(said)
    along = statements.along(category_id)
    domain.check_alone(code, [*along, *statements.below(category_id)])
    domain.check_number(len(along) + 1)
    place = 1 + max((one.position for one in along if not one.is_inherited), default=0)
    row = models.Attribute(
        category=category, code=code, position=place if position is None else position, created_at=now, updated_at=now
    )
    row.say(said)
    _check_stored(row, before=None)
    row.save(force_insert=True)
    _tell(category, now)
    return domain.labelled(row.to_dto(), ())


@unit_of_work
def change_attribute(
    *,
    category_id: CategoryId,
    code: str,
    kind: AttributeKind | None = None,
    labels: Labels | None = None,
    unit: str | None = None,
    choices: Sequence[Choice] | None = None,
    minimum: Decimal | Keep | None = KEEP,
    maximum: Decimal | Keep | None = KEEP,
    max_length: int | Keep | None = KEEP,
    is_required: bool | None = None,
    is_filterable: bool | None = None,
    position: int | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> Attribute:
    """Say something else of an attribute; no value that products have becomes wrong by it, and its code stays.

    Raises CategoryNotFound, AttributeNotFound, AttributeInvalid, AttributeInUse, Stale.
    """
    category = _queued(category_id)
    row = _locked(category, code)
    check_version(expected=expected_version, actual=row.version)
    before = row.to_dto()
    given: dict[str, Any] = {
        "kind": kind,
        "labels": labels,
        "unit": unit,
        "choices": None if choices is None else tuple(choices),
        "is_required": is_required,
        "is_filterable": is_filterable,
        "position": position,
    }
    wanted = {name: value for name, value in given.items() if value is not None}
    limits: dict[str, Any] = {"minimum": minimum, "maximum": maximum, "max_length": max_length}
    wanted |= {name: value for name, value in limits.items() if not isinstance(value, Keep)}
    after = replace(before, **wanted)
    if after == before:
        return domain.labelled(before, ())
    domain.check_declaration(after)
    row.say(after)
    row.position = after.position
    _check_stored(row, before=before)
    save_next_version(row, now=now)
    _tell(category, now)
    return domain.labelled(row.to_dto(), ())


@unit_of_work
def retire_attribute(
    *, category_id: CategoryId, code: str, expected_version: ExpectedVersion = None, now: datetime
) -> None:
    """Ask for an attribute no longer; the values that products have stay stored, and are told nobody.

    Raises CategoryNotFound, AttributeNotFound, Stale.
    """
    category = _queued(category_id)
    row = _locked(category, code)
    check_version(expected=expected_version, actual=row.version)
    row.delete()
    _tell(category, now)


def _queued(category_id: CategoryId) -> Category:
    """The category, once no other changes the tree or what is declared in it."""
    Category.lock_tree()
    return fetch(Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id))


def _locked(category: Category, code: str) -> models.Attribute:
    """The declaration; whoever is writing values by it is waited for."""
    row = models.Attribute.objects.select_for_update().filter(category=category, code=code).first()
    if row is None:
        raise AttributeNotFound(wanted=code[: domain.CODE_LENGTH])
    row.category = category
    return row


def _check_stored(row: models.Attribute, *, before: Attribute | None) -> None:
    """Raises AttributeInUse when values would be wrong that are right, or that nobody declares."""
    after = row.to_dto()
    if before is not None and domain.takes_all(before, after):
        return
    wrong = sum(
        count
        for value, count in statements.stored(row.code, CategoryId(row.category_id))
        if not domain.is_fit(after, value) and (before is None or domain.is_fit(before, value))
    )
    if wrong:
        raise AttributeInUse(attribute=row.code, count=wrong)


def _tell(category: Category, now: datetime) -> None:
    category_updated.publish(
        CategoryUpdated(
            category_id=CategoryId(category.id),
            category_name=category.name,
            slug=category.slug,
            parent_id=category.to_dto().parent_id,
            changed=("attributes",),
            occurred_at=now,
        )
    )
