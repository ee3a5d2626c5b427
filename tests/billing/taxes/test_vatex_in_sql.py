"""The pairs of category and code as PostgreSQL sees them."""

import pytest
from django.db import connection

from contexts.billing.taxes.domain.vatex import condition, may_stand
from contexts.billing.taxes.dto import TaxCategory
from contexts.billing.taxes.exemptions import CODES


@pytest.mark.django_db
def test_the_condition_in_sql_is_the_table():
    pairs = [(category.value, code) for category in TaxCategory for code in ["", "VATEX-XX-1", *sorted(CODES)]]
    rows = ", ".join(["(%s, %s)"] * len(pairs))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT category, exemption, {condition()} FROM (VALUES {rows}) AS pair (category, exemption)",
            [word for pair in pairs for word in pair],
        )
        answers = cursor.fetchall()

    assert len(answers) == len(pairs)
    assert [one for one in answers if one[2] != may_stand(TaxCategory(one[0]), one[1])] == []
