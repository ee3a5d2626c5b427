"""What can be done to the tree of categories."""

from datetime import datetime

from contexts.catalog.categories import domain, dto, models, signals, statements
from contexts.catalog.categories.dto import KEEP, Keep
from contexts.catalog.categories.errors import CategoryNotEmpty, CategoryNotFound, SlugTaken, UnknownParent
from gotuto.db import fetch, unit_of_work
from gotuto.db.changes import save_next_version, set_changed
from gotuto.errors import ExpectedVersion, check_version
from gotuto.ids import CategoryId


@unit_of_work
def create_category(
    *,
    name: str,
    slug: str = "",
    parent_id: CategoryId | None = None,
    position: int | None = None,
    description: str = "",
    now: datetime,
) -> dto.Category:
    """Add a category at the top or within another, after those that stand there. Raises UnknownParent, CategoryTooDeep, SlugTaken."""
    models.Category.lock_tree()
    domain.check_level(name, len(_above(parent_id)) + 1)
    row = models.Category(
        name=name,
        slug=_claimed_slug(slug) if slug else _free_slug(name),
        description=description,
        parent_id=parent_id,
        position=_last_place(parent_id),
        created_at=now,
        updated_at=now,
    )
    row.save(force_insert=True)
    if position is not None:
        _put(row, position, now)
    signals.category_created.publish(
        signals.CategoryCreated(
            category_id=CategoryId(row.id), category_name=name, slug=row.slug, parent_id=parent_id, occurred_at=now
        )
    )
    return row.to_dto()


@unit_of_work
def update_category(
    *,
    category_id: CategoryId,
    name: str | None = None,
    slug: str | None = None,
    description: str | None = None,
    parent_id: CategoryId | Keep | None = KEEP,
    position: int | None = None,
    expected_version: ExpectedVersion = None,
    now: datetime,
) -> dto.Category:
    """Rename, describe or move a category with all below it; who comes by a slug that it had is led on.

    Raises CategoryNotFound, UnknownParent, CategoryCycle, CategoryTooDeep, AttributeDeclared, SlugTaken, Stale.
    """
    models.Category.lock_tree()
    row = fetch(models.Category, category_id, missing=lambda: CategoryNotFound(category_id=category_id))
    check_version(expected=expected_version, actual=row.version)
    changed = set_changed(row, name=name, description=description)
    if parent_id is not KEEP and parent_id != row.parent_id:
        _check_move(row, parent_id)
        row.parent_id, row.position = parent_id, _last_place(parent_id)
        changed = (*changed, "parent_id")
    if slug and _change_slug(row, domain.slug(slug), now):
        changed = (*changed, "slug")
    if changed:
        save_next_version(row, now=now)
        signals.category_updated.publish(
            signals.CategoryUpdated(
                category_id=category_id,
                category_name=row.name,
                slug=row.slug,
                parent_id=row.to_dto().parent_id,
                changed=changed,
                occurred_at=now,
            )
        )
    if position is not None:
        _put(row, position, now)
    return row.to_dto()


@unit_of_work
def delete_category(*, category_id: CategoryId, expected_version: ExpectedVersion = None, now: datetime) -> None:
    """Remove an empty category. Raises CategoryNotFound, CategoryNotEmpty, Stale."""
    models.Category.lock_tree()
    # Waits for those who are just putting a product here, and sees it then.
    row = models.Category.objects.select_for_update().filter(id=category_id).first()
    if row is None:
        raise CategoryNotFound(category_id=category_id)
    check_version(expected=expected_version, actual=row.version)
    products, categories = row.products.count(), row.children.count()
    if products or categories:
        raise CategoryNotEmpty(name=row.name, products=products, categories=categories)
    row.delete()
    signals.category_deleted.publish(
        signals.CategoryDeleted(category_id=category_id, category_name=row.name, slug=row.slug, occurred_at=now)
    )


def _check_move(row: models.Category, parent_id: CategoryId | None) -> None:
    above = _above(parent_id)
    domain.check_move(row.name, CategoryId(row.id), above)
    before, height = len(models.Category.above(row.to_dto().parent_id)), row.height()
    domain.check_level(row.name, len(above) + height, before=before + height)
    statements.check_attributes(CategoryId(row.id), above)


def _above(parent_id: CategoryId | None) -> list[CategoryId]:
    """The category that another is put into, and all that this one stands in. Raises UnknownParent."""
    above = models.Category.above(parent_id)
    if parent_id is not None and not above:
        raise UnknownParent(parent_id=parent_id)
    return above


def _put(row: models.Category, position: int, now: datetime) -> None:
    siblings = models.Category.objects.filter(parent_id=row.parent_id).order_by("position", "name", "id")
    order = [CategoryId(sibling) for sibling in siblings.values_list("id", flat=True)]
    statements.put(domain.placed(order, CategoryId(row.id), position), now=now)
    row.refresh_from_db()


def _last_place(parent_id: CategoryId | None) -> int:
    return domain.at_the_end(models.Category.objects.filter(parent_id=parent_id).values_list("position", flat=True))


def _free_slug(name: str) -> str:
    return domain.free_slug(name, statements.slugs_like(domain.slug(name)))


def _claimed_slug(text: str, *, of: CategoryId | None = None) -> str:
    """An address that leads to nobody else. Raises SlugTaken."""
    slug = domain.slug(text)
    owner = models.Category.objects.led_to_by(slug).first()
    if owner is not None and owner.id != of:
        raise SlugTaken(slug=slug, name=owner.name)
    return slug


def _change_slug(row: models.Category, slug: str, now: datetime) -> bool:
    if slug == row.slug:
        return False
    _claimed_slug(slug, of=CategoryId(row.id))
    models.FormerSlug.objects.filter(slug=slug).delete()
    models.FormerSlug(slug=row.slug, category=row, replaced_at=now).save(force_insert=True)
    row.slug = slug
    return True
