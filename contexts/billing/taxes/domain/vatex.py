"""Which code of the VATEX list (EN 16931, BT-121) may stand with which category: the Schematron does not look at it."""

from contexts.billing.taxes.dto import TaxCategory
from contexts.billing.taxes.exemptions import CODES

INTRA_COMMUNITY, REVERSE_CHARGE, EXPORT, OUT_OF_SCOPE = "VATEX-EU-IC", "VATEX-EU-AE", "VATEX-EU-G", "VATEX-EU-O"
SMALL_IN_FRANCE = "VATEX-FR-FRANCHISE"
_OF_ONE_CATEGORY = {INTRA_COMMUNITY, REVERSE_CHARGE, EXPORT, OUT_OF_SCOPE}

# The empty code says that the reason stands in words, or that there is tax and no reason.
PAIRS: dict[TaxCategory, frozenset[str]] = {
    TaxCategory.STANDARD: frozenset({""}),
    TaxCategory.ZERO: frozenset({""}),
    TaxCategory.EXEMPT: frozenset({""} | (CODES - _OF_ONE_CATEGORY)),
    TaxCategory.REVERSE_CHARGE: frozenset({REVERSE_CHARGE}),
    TaxCategory.INTRA_COMMUNITY: frozenset({INTRA_COMMUNITY}),
    TaxCategory.EXPORT: frozenset({EXPORT}),
    TaxCategory.OUT_OF_SCOPE: frozenset({"", OUT_OF_SCOPE}),
}


def may_stand(category: TaxCategory, exemption: str) -> bool:
    """Whether a code may give the reason for a category."""
    return exemption in PAIRS[category]
