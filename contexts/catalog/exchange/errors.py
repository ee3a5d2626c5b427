"""What the catalogue refuses about rows of a file."""

from gotuto.errors import Conflict, Refused
from gotuto.ids import Sku


class CategoryUnclear(Refused):
    """No category is called so, or several are."""

    code = "catalog.category_unclear"
    field = "category"
    text = (
        "No category, or more than one, is called {called!r}. Write its slug, or all names from the top: Tea > Green."
    )
    called: str


class NeededWhenNew(Refused):
    """A new product needs more than one that is changed."""

    code = "catalog.needed_when_new"
    text = "{sku} is new, and needs a {name}."
    sku: Sku
    name: str

    @property
    def faults(self) -> dict[str, list[str]]:
        return {self.name: [self.detail]}


class ChoiceWithoutProduct(Refused):
    """A variant says of which product it is one."""

    code = "catalog.choice_without_product"
    field = "product"
    text = "{sku} says what it is of an option. Write the number of the product that it is a variant of, too."
    sku: Sku


class NotWithOptions(Conflict):
    """A product without options does not become one with them by a file."""

    code = "catalog.not_with_options"
    field = "product"
    text = "{sku} has no options. Give it some on its page first, then its variants can be imported."
    sku: Sku


class OfAnotherProduct(Conflict):
    """A SKU belongs to other goods."""

    code = "catalog.of_another_product"
    field = "product"
    text = "{sku} belongs to {product}. Write that as the product of this row, or leave it empty."
    sku: Sku
    product: Sku


class SaidTwice(Refused):
    """Rows of one product contradict each other."""

    code = "catalog.said_twice"
    text = "Line {line} says otherwise of the {name} of this product. Write the same in all of its rows."
    name: str
    line: int

    @property
    def faults(self) -> dict[str, list[str]]:
        return {self.name: [self.detail]}


class SkuArchived(Conflict):
    """What has left the catalogue is restored, not imported."""

    code = "catalog.sku_archived"
    field = "sku"
    text = "{sku} is archived. Restore it first: a SKU never comes to mean other goods."
    sku: Sku


class StyleNotSold(Refused):
    """The number of a style is nothing that is bought."""

    code = "catalog.style_not_sold"
    field = "sku"
    text = "{sku} has variants, each of which has a row with its own SKU."
    sku: Sku
