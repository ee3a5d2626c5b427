"""What each column of a file of clients takes."""

import pytest

from contexts.billing.exchange import domain
from gotuto.errors import BusinessError
from gotuto.text import UnfitText
from tests.billing.exchange.test_domain import ADA_ID

READ = {column.name: column.read for column in domain.COLUMNS}


def test_a_file_of_clients_has_these_columns():
    assert (
        list(READ)
        == (
            "id name email phone address_name line1 line2 postal_code city region country address_phone vat_id "
            "invoices_by_mail language terms_days currency credit_limit on_hold hold_reason"
        ).split()
    )
    assert [column.name for column in domain.COLUMNS if column.is_required] == ["email"]


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("id", f" {ADA_ID} ", str(ADA_ID)),
        ("name", "n" * 200, "n" * 200),
        ("email", "Ada@Example.com", "ada@example.com"),
        ("phone", "1" * 40, "1" * 40),
        *((name, "a" * 200, "a" * 200) for name in domain.ADDRESS if name != "country"),
        ("country", "de", "DE"),
        ("vat_id", "de 136695976", "DE136695976"),
        ("invoices_by_mail", "yes", True),
        ("language", "DE", "de"),
        ("terms_days", "0", 0),
        ("terms_days", "365", 365),
        ("currency", "usd", "USD"),
        ("credit_limit", "0", "0"),
        ("credit_limit", "100.50", "100.50"),
        ("on_hold", "no", False),
        ("hold_reason", "r" * 300, "r" * 300),
    ],
    ids=lambda given: str(given)[:20],
)
def test_what_fits_is_taken(column, cell, value):
    assert READ[column](cell) == value


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("id", "7", "This is no id. Leave it empty for a new client."),
        ("name", "n" * 201, ""),
        ("email", "ada", ""),
        ("phone", "1" * 41, ""),
        *((name, "a" * 201, "") for name in domain.ADDRESS),
        ("country", "DEU", ""),
        ("vat_id", "DE1", ""),
        ("invoices_by_mail", "perhaps", ""),
        ("language", "xx", "Write one of"),
        ("terms_days", "-1", "Write a whole number from 0 to 365."),
        ("terms_days", "366", "Write a whole number from 0 to 365."),
        ("currency", "EURO", ""),
        ("credit_limit", "-1", "The most that a client may owe is not less than nothing."),
        ("on_hold", "perhaps", ""),
        ("hold_reason", "r" * 301, ""),
    ],
    ids=lambda given: str(given)[:20],
)
def test_what_does_not_fit_is_refused(column, cell, words):
    with pytest.raises((UnfitText, BusinessError)) as refusal:
        READ[column](cell)
    assert str(refusal.value).startswith(words)


@pytest.mark.parametrize(
    ("values", "bundle"),
    [({"id": "1", "email": "a@b.de"}, "1"), ({"id": None, "email": "a@b.de"}, "a@b.de"), ({}, "")],
)
def test_rows_of_one_client_come_together(values, bundle):
    assert domain.bundle(values) == bundle
