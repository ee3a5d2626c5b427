"""What the catalogue refuses about categories."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import CategoryId


class CategoryNotFound(NotFound):
    """There is no such category."""

    code = "catalog.category_not_found"
    text = "There is no category {category_id}."
    category_id: CategoryId


class UnknownParent(Refused):
    """A category was to be put into one that does not exist."""

    code = "catalog.unknown_parent"
    field = "parent_id"
    text = "There is no category {parent_id}. Choose one from the list of categories, or none for the top."
    parent_id: CategoryId


class CategoryCycle(Refused):
    """A category was to be put into itself or into one of its own branches."""

    code = "catalog.category_cycle"
    field = "parent_id"
    text = "{name!r} cannot stand in itself or in one of its own sub-categories."
    name: str


class CategoryTooDeep(Refused):
    """A category was to be put deeper than the tree may become."""

    code = "catalog.category_too_deep"
    field = "parent_id"
    text = "Categories stand at most {most} levels deep; with {name!r} there would be {level}. Choose one further up."
    name: str
    level: int
    most: int


class CategoryNotEmpty(Conflict):
    """Products or sub-categories still stand in the category."""

    code = "catalog.category_not_empty"
    text = "{name!r} still has products or sub-categories. Move or delete them first."
    name: str
