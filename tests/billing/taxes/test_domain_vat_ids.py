"""The form of VAT ids, and how long one proves a business: plain Python, no database."""

from datetime import timedelta

import pytest

from contexts.billing.taxes.domain.territories import EU
from contexts.billing.taxes.domain.vat_ids import EXAMPLES, FRESH_FOR, is_proof, normalised
from contexts.billing.taxes.dto import VatId, VatIdState
from tests.billing.taxes.parties import NOW, proved
from tests.refusals import refused


@pytest.mark.parametrize("example", EXAMPLES.values())
def test_the_example_of_a_country_is_right(example):
    assert normalised(example).number == example


def test_there_is_an_example_of_every_country_of_the_table():
    assert {normalised(example).country for example in EXAMPLES.values()} == EU | {"GB", "XI", "CH", "NO"}


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("de 136,695 976", "DE", "DE136695976"),
        ("CHE-107.787.577 IVA", "CH", "CHE107787577IVA"),
        ("NO 995 525 828 MVA", "NO", "NO995525828MVA"),
        ("el 094259216", "GR", "EL094259216"),
        ("GR 094259216", "GR", "EL094259216"),
        ("gr 100000003", "GR", "EL100000003"),
        ("NO995.525.828-MVA", "NO", "NO995525828MVA"),
        ("IE 8+79739I", "IE", "IE8+79739I"),
        ("FR 40 303265045", "FR", "FR40303265045"),
        ("XI 980 7806 84", "XI", "XI980780684"),
        ("GB 980 7806 84", "GB", "GB980780684"),
        ("be 403.019.261", "BE", "BE0403019261"),
    ],
)
def test_an_id_is_brought_into_its_normal_form(typed, country, number):
    assert normalised(typed) == VatId(country=country, number=number, state=VatIdState.UNCHECKED, checked_at=None)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("DE136695977", "'DE136695977' is not a VAT id of DE. It has a form such as DE136695976."),
        ("DE1", "such as DE136695976."),
        ("GR1", "is not a VAT id of GR. It has a form such as EL094259216."),
        ("CHE1", "is not a VAT id of CH. It has a form such as CHE107787577IVA."),
        ("NO995525829MVA", "is not a VAT id of NO. It has a form such as NO995525828MVA."),
        ("GB802311781", "is not a VAT id of GB. It has a form such as GB980780684."),
        ("XI802311781", "is not a VAT id of XI. It has a form such as XI980780684."),
        (
            "US123456789",
            "is not a VAT id of a country that we know. It has a form such as DE136695976, with two letters",
        ),
        ("EU372022452", "of a country that we know"),
        ("136695976", "of a country that we know"),
        ("", "'' is not a VAT id of a country that we know"),
        ("\u0660\u0661", "of a country that we know"),
        ("DE\u0661\u0663\u0666\u0666\u0669\u0665\u0669\u0667\u0666", "is not a VAT id of DE"),
        ("DE136695976" * 50, "is not a VAT id of DE"),
    ],
)
def test_what_cannot_be_an_id_is_refused_with_an_example(typed, words):
    with refused("billing.vat_id_invalid", words):
        normalised(typed)


@pytest.mark.parametrize("state", VatIdState)
def test_only_a_valid_id_proves_a_business(state):
    assert is_proof(proved("FR", state=state), at=NOW) is (state == "valid")


def test_an_id_proves_a_business_for_90_days():
    assert timedelta(days=90) == FRESH_FOR
    assert is_proof(proved("FR", days_ago=90), at=NOW)
    assert not is_proof(proved("FR", days_ago=90), at=NOW + timedelta(seconds=1))


def test_no_id_and_one_that_was_never_checked_prove_nothing():
    assert not is_proof(None, at=NOW)
    assert not is_proof(VatId(country="FR", number="FR1", state=VatIdState.VALID), at=NOW)
