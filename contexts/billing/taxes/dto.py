"""Value added tax as plain data: what kind of goods a line is, and why it is taxed as it is."""

from enum import StrEnum


class TaxClass(StrEnum):
    """What kind of goods or service a line is, as far as rates go."""

    STANDARD = "standard"
    REDUCED = "reduced"
    SUPER_REDUCED = "super_reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


class TaxCategory(StrEnum):
    """Why a line is taxed as it is: the codes of EN 16931 (UNTDID 5305)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUT_OF_SCOPE = "O"
