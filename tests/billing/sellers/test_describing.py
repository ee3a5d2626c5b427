"""A seller says what stands on documents; each change is a version, and nonsense is refused."""

import hashlib
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from contexts.billing.sellers import models, queries
from contexts.billing.sellers.dto import Bank
from contexts.billing.sellers.use_cases import describe_seller, ensure_seller, keep_logo
from gotuto.address import Address
from tests.billing.builders import told
from tests.billing.sellers.builders import NOW, TEA_TRADING, described
from tests.billing.sellers.pictures import picture
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_somebody_sells_from_the_beginning(settings):
    first = queries.get_seller(legal_entity="main")
    assert (first.seller.name, first.version) == (settings.GOTUTO_SELLER_NAME, 1)
    assert first.missing == ("address", "vat_id or tax_number")

    ensure_seller(name="Somebody else", now=NOW)
    assert queries.get_seller(legal_entity="main") == first


def test_each_change_is_a_version_and_saying_the_same_again_is_none():
    assert (described().version, described(now=NOW + timedelta(days=1)).version) == (2, 2)
    assert described(name="Tea and Coffee Trading GmbH").version == 3

    entity = queries.get_seller(legal_entity="main")
    assert (entity.seller.name, entity.missing) == ("Tea and Coffee Trading GmbH", ())
    assert [version.told().name for version in models.SellerVersion.objects.order_by("version")][1:] == [
        "Tea Trading GmbH",
        "Tea and Coffee Trading GmbH",
    ]
    assert [(fact["legal_entity"], fact["is_complete"]) for fact in told("billing.seller_described")] == [
        ("main", True)
    ] * 2


def test_a_second_legal_entity_has_books_of_its_own():
    described(legal_entity="coffee", name="Coffee Trading SARL")
    assert [one.seller.name for one in queries.list_sellers().items] == ["Coffee Trading SARL", "GoTuto"]
    with refused("billing.seller_not_found", "'wine'"):
        queries.get_seller(legal_entity="wine")


def test_who_has_not_seen_the_latest_version_changes_nothing():
    described()
    with refused("stale_version"):
        describe_seller(seller=TEA_TRADING, expected_version=1, now=NOW)


def test_what_a_seller_said_is_changed_by_nobody():
    described()
    for change in ("UPDATE billing_sellerversion SET version = 9", "DELETE FROM billing_sellerversion"):
        with pytest.raises(DatabaseError, match="describe the seller anew"), transaction.atomic():
            models.SellerVersion.objects.raw(change).query._execute_query()


def test_an_account_is_checked_and_its_bank_found():
    bank = described(bank=Bank(iban="DE02 1203 0000 0000 2020 51")).seller.bank
    assert (bank.iban, bank.bic) == ("DE02120300000000202051", "BYLADEM1001")
    assert described(bank=None).seller.bank is None
    with refused("billing.bank_account_invalid", "'NOBANK' is no BIC"):
        described(bank=Bank(iban="DE02120300000000202051", bic="NOBANK"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"footer": ("1", "2", "3", "4")}, "footer: There is room for three columns"),
        (
            {"address": Address(name="T", line1="S 1", postal_code="1", city="Hamburg", country="DE")},
            "address.postal_code: '1' is not a postal code in Germany",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(said, words):
    with refused("billing.seller_invalid", words):
        described(**said)


def test_a_logo_is_kept_by_its_digest():
    png = picture()
    digest = keep_logo(logo=png)
    assert (digest, keep_logo(logo=png)) == (hashlib.sha256(png).hexdigest(), digest)
    assert queries.get_logo(sha256=digest) == png
    assert keep_logo(logo=picture("JPEG")) != digest
    assert (queries.get_logo(sha256=""), queries.get_logo(sha256="0" * 64)) == (None, None)


def test_what_is_no_logo_is_not_kept():
    with refused("billing.logo_invalid", "this is none"):
        keep_logo(logo=b"<svg/>")
    assert not models.Logo.objects.exists()
