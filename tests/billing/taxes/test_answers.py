"""What a service for VAT ids may answer, and what becomes of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from contexts.billing.gateways import vies as destination
from contexts.billing.taxes.models import VatId, VatIdCheck
from contexts.billing.taxes.use_cases import check_vat_id
from gotuto import testing
from gotuto.outbound import Timeouts, calls
from gotuto.outbound.models import Breaker
from tests.billing.sellers.builders import described
from tests.billing.taxes.asking import BRITISH, FRENCH, answered, due, known, note


def test_greece_is_asked_about_as_el(vies):
    note("GR094259216")
    answered()
    assert (vies.asked[0]["countryCode"], vies.asked[0]["vatNumber"]) == ("EL", "094259216")
    assert VatId.objects.get().country == "GR"


@pytest.mark.parametrize("own", ["", BRITISH, "nonsense"])
def test_a_seller_whom_vies_does_not_know_asks_all_the_same_and_gets_no_consultation_number(vies, own):
    described(vat_id=own)
    vies.answers(valid=True, number=None)
    note()
    row = answered()
    assert (row.state, row.consultation_number) == ("valid", "")
    assert "requesterNumber" not in vies.asked[0]


def test_what_the_service_does_not_know_is_invalid(vies):
    vies.answers(valid=False)
    note()
    row = answered()
    assert (row.state, row.checked_at is not None) == ("invalid", True)
    assert str(row) == FRENCH
    assert str(VatIdCheck.objects.get()).startswith(f"{FRENCH} on 20")


@pytest.mark.parametrize(
    ("says", "code", "is_down"),
    [
        ((200, {"valid": False, "userError": "MS_UNAVAILABLE"}), "billing.vat_id_state_silent", False),
        ((200, {"errorWrappers": [{"error": "MS_MAX_CONCURRENT_REQ"}]}), "billing.vat_id_state_silent", False),
        ((500, {"errorWrappers": [{"error": "MS_UNAVAILABLE"}]}), "billing.vat_id_state_silent", False),
        ((200, {"errorWrappers": [{"error": "GLOBAL_MAX_CONCURRENT_REQ"}]}), "billing.vat_id_service_down", True),
        ((429, b""), "billing.vat_id_service_down", True),
        ((503, b"<html>Bad gateway</html>"), "billing.vat_id_service_down", True),
    ],
)
def test_whoever_does_not_answer_is_asked_again_later_and_the_vat_id_is_unavailable_meanwhile(
    vies, says, code, is_down
):
    vies.says(*says)
    note()
    assert answered().state == "unavailable"
    call = VatIdCheck.objects.get()
    assert (call.status, call.outcome_code, Breaker.objects.exists()) == ("queued", code, is_down)
    vies.answers(valid=True)
    due()
    assert answered().state == "valid"


def test_a_service_that_answers_at_no_time_is_given_up_and_asked_the_next_day(vies, settings):
    settings.GOTUTO_MAX_ATTEMPTS = 2
    vies.fails("MS_UNAVAILABLE")
    note()
    answered()
    answered()
    assert (VatIdCheck.objects.get().status, known().state) == ("refused", "unavailable")
    note()
    assert VatIdCheck.objects.count() == 1
    note(days=1)
    assert VatIdCheck.objects.count() == 2


def test_nobody_reachable_is_as_nobody_answering(vies):
    vies.close()
    note()
    assert (answered().state, VatIdCheck.objects.get().outcome_code) == ("unavailable", "outbound.unreachable")


@pytest.mark.parametrize(
    "says", [(200, b"<html>"), (200, {}), (200, {"valid": "perhaps"}), (404, b"not here"), (200, b"[]"), (302, b"")]
)
def test_garbage_is_no_answer_and_the_question_is_asked_again(vies, says):
    vies.says(*says)
    note()
    assert (answered().state, VatIdCheck.objects.get().status) == ("unavailable", "unknown")
    due()
    assert calls.ask_one(VatIdCheck) == 1
    vies.answers(valid=True)
    due()
    assert answered().state == "valid"


def test_a_service_that_hangs_up_is_asked_again(vies):
    vies.is_silent = True
    note()
    answered()
    assert (VatIdCheck.objects.get().status, known().state) == ("unknown", "unavailable")


@pytest.mark.parametrize("code", ["INVALID_INPUT", "INVALID_REQUESTER_INFO", "VAT_BLOCKED"])
def test_a_question_that_is_refused_is_asked_no_more(vies, code):
    vies.fails(code, status=400)
    note()
    assert answered().state == "unavailable"
    call = VatIdCheck.objects.get()
    assert (call.status, call.outcome_code, call.last_error) == ("refused", "billing.vat_id_service_refuses", code)


def test_words_beside_an_answer_are_no_trouble(vies):
    vies.says(200, {"valid": False, "userError": "INVALID"})
    note()
    assert answered().state == "invalid"


def test_silence_undoes_nothing_that_was_found_in_the_last_ninety_days(vies):
    note()
    found = answered().checked_at
    vies.fails("MS_UNAVAILABLE")
    check_vat_id(number=FRENCH, now=timezone.now() + timedelta(days=1))
    due()
    assert (answered().state, known().checked_at) == ("valid", found)
    VatId.objects.update(checked_at=found - timedelta(days=91))
    due()
    row = answered()
    assert (row.state, row.checked_at, row.consultation_number) == ("unavailable", None, "")


def test_a_service_that_is_slower_than_its_time_is_hung_up_on_and_asked_again(vies):
    vies.is_slow = True
    note()
    call = testing.claim_call(VatIdCheck, destination)
    with testing.other_destinations():
        testing.make_call(call, replace(destination, timeouts=Timeouts(connect=5, read=0.05, whole=5)))
    call.refresh_from_db()
    assert (call.status, call.outcome_code, known().state) == ("unknown", "outbound.no_answer", "unavailable")
