"""Which code of the VATEX list stands with which category."""

import pytest

from contexts.billing.taxes.domain.vatex import PAIRS, may_stand
from contexts.billing.taxes.dto import TaxCategory
from contexts.billing.taxes.exemptions import CODES

STANDARD, ZERO, EXEMPT, REVERSE_CHARGE, INTRA_COMMUNITY, EXPORT, OUT_OF_SCOPE = TaxCategory


@pytest.mark.parametrize(
    ("category", "code"),
    [
        (STANDARD, ""), (ZERO, ""), (EXEMPT, ""), (EXEMPT, "VATEX-EU-132"), (EXEMPT, "VATEX-EU-F"),
        (REVERSE_CHARGE, "VATEX-EU-AE"), (INTRA_COMMUNITY, "VATEX-EU-IC"), (EXPORT, "VATEX-EU-G"),
        (OUT_OF_SCOPE, "VATEX-EU-O"), (OUT_OF_SCOPE, ""),
    ],
)  # fmt: skip
def test_a_code_may_stand(category, code):
    assert may_stand(category, code)


@pytest.mark.parametrize(
    ("category", "code"),
    [
        (STANDARD, "VATEX-EU-132"), (ZERO, "VATEX-EU-G"), (EXEMPT, "VATEX-EU-IC"), (EXEMPT, "VATEX-EU-G"),
        (EXEMPT, "VATEX-EU-AE"), (EXEMPT, "VATEX-EU-O"), (REVERSE_CHARGE, ""), (REVERSE_CHARGE, "VATEX-EU-IC"),
        (INTRA_COMMUNITY, ""), (INTRA_COMMUNITY, "VATEX-EU-G"), (EXPORT, ""), (EXPORT, "VATEX-EU-IC"),
        (OUT_OF_SCOPE, "VATEX-EU-132"), (EXEMPT, "VATEX-XX-1"),
    ],
)  # fmt: skip
def test_a_code_may_not_stand(category, code):
    assert not may_stand(category, code)


def test_every_code_that_documents_can_say_stands_with_one_category():
    places = [category for code in CODES for category in TaxCategory if may_stand(category, code)]
    assert len(places) == len(CODES)
    assert set(PAIRS) == set(TaxCategory)
