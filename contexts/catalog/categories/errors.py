"""What the catalogue refuses about categories."""

from gotuto.errors import Conflict, NotFound, Refused
from gotuto.ids import CategoryId


class CategoryNotFound(NotFound):
    """There is no such category."""

    code = "catalog.category_not_found"
    text = "There is no category {wanted}."
    category_id: CategoryId | None = None
    slug: str | None = None

    @property
    def wanted(self) -> CategoryId | str | None:
        return self.slug or self.category_id


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
    text = "{name!r} still has {products} products and {categories} sub-categories. Move or delete them first."
    name: str
    products: int
    categories: int


class SlugTaken(Conflict):
    """Another category has this address, or had it and is still found by it."""

    code = "catalog.slug_taken"
    field = "slug"
    text = "The address {slug!r} leads to the category {name!r}. Choose another one."
    slug: str
    name: str


class AttributeDeclared(Conflict):
    """A code means one thing on the way from the top to the last category."""

    code = "catalog.attribute_declared"
    field = "code"
    text = (
        "{name!r} declares {attribute} already, for all categories below. Use that one, or give the other another code."
    )
    attribute: str
    name: str
