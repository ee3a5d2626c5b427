"""What the costs of goods refuse."""

from gotuto.errors import Refused
from gotuto.ids import Sku


class UnitCostMissing(Refused):
    """Stock is valued, and nobody has said what a piece costs."""

    code = "inventory.unit_cost_missing"
    field = "unit_cost"
    text = "What does a piece of {sku} cost? Stock is valued here, in {currency}."
    sku: Sku
    currency: str


class UnitCostInvalid(Refused):
    """A piece cannot cost so much here."""

    code = "inventory.unit_cost_invalid"
    field = "unit_cost"
    text = "{sku}: {why}"
    sku: Sku
    why: str


class CostLineInvalid(Refused):
    """A line of a file of costs says nothing."""

    code = "inventory.cost_line_invalid"
    field = "costs"
    text = "Line {line} is {found!r}: write a SKU, a semicolon and what a piece costs, such as TEA-100;3.20, and each SKU once."
    line: int
    found: str
