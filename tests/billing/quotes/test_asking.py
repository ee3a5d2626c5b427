"""What is known of seller and VAT id when a quote is asked for: one statement, and nothing is written."""

from datetime import timedelta

import pytest

from contexts.billing import facade as billing
from contexts.billing.dto import Destination, QuoteLine
from contexts.billing.errors import VatIdInvalid
from contexts.billing.sellers.models import LegalEntity
from contexts.billing.taxes.models import VatId
from gotuto.money import Money
from gotuto.tax_classes import TaxClass
from tests.billing.sellers.builders import described
from tests.factories import NOW

TEA = QuoteLine(sku="TEA", quantity=2, unit_price=Money.of("11.90", "EUR"), tax_class=TaxClass.STANDARD)
FRENCH = "FR40303265045"


def total(vat_id="", country="FR"):
    destination = Destination(country=country, vat_id=vat_id)
    return str(billing.quote(currency="EUR", lines=[TEA], destination=destination, now=NOW).total)


@pytest.fixture
def service(settings, db):
    settings.GOTUTO_VAT_ID_SERVICE = "http://127.0.0.1:1"
    described()


def said(state, *, days_ago=1):
    at = NOW - timedelta(days=days_ago)
    VatId.objects.create(number=FRENCH, country="FR", state=state, checked_at=at, first_seen_at=at)


def test_one_statement_is_asked(service, django_assert_num_queries):
    for vat_id in ("", FRENCH):
        with django_assert_num_queries(1):
            total(vat_id)
    assert not VatId.objects.exists()


def test_a_vat_id_counts_when_it_is_valid_and_not_older_than_90_days(service):
    assert total(FRENCH) == "23.80 EUR"
    said("valid", days_ago=90)
    assert total("fr 40.303.265.045") == "20.00 EUR"
    VatId.objects.update(checked_at=NOW - timedelta(days=90, seconds=1))
    assert total(FRENCH) == "23.80 EUR"


def test_what_is_no_vat_id_is_refused(service):
    with pytest.raises(VatIdInvalid):
        total("FR123")


def test_without_a_seller_everything_is_sold_at_home(db):
    LegalEntity.objects.all().delete()
    assert total() == "23.80 EUR"


def test_what_the_seller_says_now_holds(service):
    assert total(country="CH") == "20.00 EUR"
    described(address=None)
    assert total(country="CH") == "23.80 EUR"
