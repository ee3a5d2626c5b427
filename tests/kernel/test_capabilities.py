"""Capability tokens: whoever holds one gets in, whoever does not stays out."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from gotuto import capabilities
from gotuto.capabilities import opens
from gotuto.ids import new_id
from tests.conftest import NOW

THING = UUID("01a1fbed-958c-708b-adcb-88998f41d862")

# Issued by the release before: guests hold them, and no later release may lock them out.
GOLDEN = {
    ("cart", "a key of the tests"): "Qig_PgWnknycseXF5nEMVvMWzvcOcoBjM6p3JRvrQrs",
    ("cart", "a key before it"): "ngM79zIKDQmnOjXW18n3babpn8H0TRAHlpHm6YHH_lw",
    ("order", "a key of the tests"): "-AN2kT60onE938yQ34JQXZJ04gOZ7FXl4Mrk_hkBybY",
    ("order", "a key before it"): "N5pKal2OmDo2ITno5iFFRWQPdkhdbHEPAZxBP33ru80",
}


def issue(thing=THING, kind="parcel", **until):
    return capabilities.issue(kind=kind, subject_id=thing, **until)


@pytest.mark.parametrize(("kind", "key"), GOLDEN)
def test_tokens_that_guests_hold_go_on_opening(settings, kind, key):
    settings.SECRET_KEY = key
    held = GOLDEN[kind, key]
    assert issue(kind=kind) == held
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "a new key", ["another", key]
    assert opens(held, kind=kind, subject_id=THING)
    assert issue(kind=kind) != held
    settings.SECRET_KEY_FALLBACKS = []
    assert not opens(held, kind=kind, subject_id=THING)


def test_a_token_opens_one_thing_of_one_kind():
    assert opens(issue(), kind="parcel", subject_id=THING)
    assert not opens(issue(), kind="letter", subject_id=THING)
    assert not opens(issue(), kind="parcel", subject_id=new_id())


@pytest.mark.parametrize("text", ["", ".", "é", "x" * 43, ".1", "1.", f"{GOLDEN['order', 'a key before it']}."])
def test_what_is_no_token_opens_nothing(text):
    assert not opens(text, kind="parcel", subject_id=THING, now=NOW)


def test_a_token_with_an_end_opens_until_then():
    token = issue(expires_at=NOW)
    assert opens(token, kind="parcel", subject_id=THING, now=NOW - timedelta(seconds=1))
    assert not opens(token, kind="parcel", subject_id=THING, now=NOW)
    assert not opens(token, kind="parcel", subject_id=THING)


@pytest.mark.parametrize("end", ["9" * 12, "9" * 5000, "١", "-1", "1e9", f"0{int(NOW.timestamp())}", ""])
def test_the_end_of_a_token_cannot_be_moved(end):
    token = issue(expires_at=NOW)
    moved = f"{token.partition('.')[0]}.{end}"
    assert not opens(moved, kind="parcel", subject_id=THING, now=datetime(2020, 1, 1, tzinfo=UTC))
    assert not opens(token.partition(".")[0], kind="parcel", subject_id=THING, now=NOW)
