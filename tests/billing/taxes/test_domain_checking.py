"""Which VAT ids a service is asked about, when, and what counts as known."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from contexts.billing.taxes.domain import checking
from contexts.billing.taxes.domain.vat_ids import FRESH_FOR, is_proof
from contexts.billing.taxes.dto import VatId, VatIdState

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
# As the setting has it.
SERVICE, FORM_ONLY = "https://vies.example", "form_only"
UNCHECKED, VALID, INVALID, UNAVAILABLE = VatIdState


def french(state, checked_at=None):
    return VatId(country="FR", number="FR40303265045", state=state, checked_at=checked_at)


@pytest.mark.parametrize(
    ("country", "is_known"), [("FR", True), ("GR", True), ("XI", True), ("GB", False), ("CH", False), ("NO", False)]
)
def test_vies_knows_the_member_states_and_northern_ireland(country, is_known):
    assert checking.is_in_vies(country) is is_known
    assert checking.is_asked_about(country, service=SERVICE) is is_known
    assert checking.is_asked_about(country, service=FORM_ONLY) is False


def test_days_are_those_of_utc():
    assert checking.day_of(datetime(2026, 11, 26, 0, 30, tzinfo=timezone(timedelta(hours=1)))) == date(2026, 11, 25)
    assert checking.day_of(NOW) == date(2026, 11, 26)


@pytest.mark.parametrize(
    ("state", "by_form"), [(UNCHECKED, VALID), (VALID, VALID), (INVALID, INVALID), (UNAVAILABLE, VALID)]
)
def test_without_a_service_the_form_is_taken_unless_one_has_found_otherwise(state, by_form):
    assert checking.told_state(state, service=SERVICE) is state
    assert checking.told_state(state, service=FORM_ONLY) is by_form


def test_what_is_valid_by_its_form_is_so_at_any_time():
    old = NOW - FRESH_FOR - timedelta(days=1)
    for known in (french(UNCHECKED), french(VALID, old)):
        assert is_proof(checking.told(known, service=FORM_ONLY, now=NOW), at=NOW)
        assert not is_proof(checking.told(known, service=SERVICE, now=NOW), at=NOW)
    assert checking.told(french(INVALID, old), service=FORM_ONLY, now=NOW) == french(INVALID, old)
    assert checking.told(french(VALID, old), service=SERVICE, now=NOW) == french(VALID, old)


def test_what_is_valid_is_asked_about_again_each_month_before_it_counts_no_more():
    assert timedelta(days=30) == checking.ASK_AGAIN_AFTER < FRESH_FOR


def test_the_silence_of_a_service_undoes_nothing_that_it_has_said():
    assert set(checking.FOUND) == {VALID, INVALID}
