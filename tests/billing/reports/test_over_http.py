"""The VAT report as programs ask for it."""

from datetime import UTC, datetime

import pytest

from tests.billing.reports.sales import sell
from tests.billing.sellers.builders import described
from tests.clients import Api, staff_api

IN_OCTOBER = "from=2026-10-01&to=2026-10-31"


@pytest.fixture
def clerk(db):
    described()
    return staff_api("billing")


def test_a_program_is_told_everything(clerk):
    sell("119.00", "FR")
    told = clerk.get(f"reports/vat/?{IN_OCTOBER}").json()
    assert (told["first"], told["last"]) == ("2026-10-01", "2026-10-31")
    [seller] = told["sellers"]
    assert (seller["legal_entity"], seller["name"], seller["country"]) == ("main", "Tea Trading GmbH", "DE")
    [euro] = seller["currencies"]
    assert euro["rows"] == [
        {
            "declared_in": "home",
            "country": "DE",
            "vat_id": "DE136695976",
            "is_distance_sale": True,
            "category": "S",
            "rate": "0.19",
            "exemption": "",
            "net": {"amount": "100.00", "currency": "EUR"},
            "tax": {"amount": "19.00", "currency": "EUR"},
            "documents": 1,
        }
    ]
    assert seller["threshold"]["limit"] == {"amount": "10000.00", "currency": "EUR"}
    assert {year["year"] for year in seller["threshold"]["years"]} >= {datetime.now(UTC).year}


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("from=yesterday", "from"),
        ("to=2026-02-30", "to"),
        ("from=", "from"),
        ("from=2026-10-31&to=2026-10-01", "to"),
        ("from=2019-01-01&to=2026-10-01", "to"),
        ("legal_entity=12345678901234567", "legal_entity"),
        ("month=10", "month"),
    ],
)
def test_what_is_wrong_with_a_question_is_named(clerk, asked, field):
    answer = clerk.get(f"reports/vat/?{asked}")
    assert (answer.status_code, answer.json()["code"], list(answer.json()["errors"])) == (400, "invalid", [field])


def test_a_seller_whom_nobody_knows_is_not_found(clerk):
    answer = clerk.get("reports/vat/?legal_entity=berlin")
    assert (answer.status_code, answer.json()["code"]) == (404, "billing.seller_not_found")


def test_it_is_for_those_who_see_the_sellers(db):
    assert Api().get("reports/vat/").status_code == 401
    assert staff_api("support").get("reports/vat/").status_code == 403
    assert staff_api("billing").get("reports/vat/").status_code == 200
