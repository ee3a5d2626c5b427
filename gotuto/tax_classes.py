"""Tax classes: what kind of goods or service something is, as far as rates of value added tax go."""

from enum import StrEnum


class TaxClass(StrEnum):
    """What catalogue and invoices call it; which rate that is, billing knows by country and day."""

    STANDARD = "standard"
    REDUCED = "reduced"
    SUPER_REDUCED = "super_reduced"
    ZERO = "zero"
    EXEMPT = "exempt"
