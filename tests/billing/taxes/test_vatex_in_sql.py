"""The pairs of category and code as PostgreSQL sees them."""

import pytest

from contexts.billing.taxes.domain.vatex import may_stand
from contexts.billing.taxes.dto import TaxCategory
from contexts.billing.taxes.exemptions import CODES
from gotuto.db import fetch_all

_CHECK = "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'billing_tax_category_has_reason'"


@pytest.mark.django_db
def test_the_check_of_the_table_is_the_table_of_pairs():
    pairs = [(category.value, code) for category in TaxCategory for code in ["", "VATEX-XX-1", *sorted(CODES)]]
    [(check,)] = fetch_all(_CHECK)
    rows = ", ".join(["(%s, %s)"] * len(pairs))
    answers = fetch_all(
        f"SELECT category, exemption, {check} FROM (VALUES {rows}) AS pair (category, exemption)",
        [word for pair in pairs for word in pair],
    )
    assert len(answers) == len(pairs)
    assert [one for one in answers if one[2] != may_stand(TaxCategory(one[0]), one[1])] == []
