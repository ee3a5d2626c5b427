"""VAT ids are asked about once a day at most, and nobody waits for it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contexts.billing.errors import VatIdCheckedToday, VatIdInvalid
from contexts.billing.taxes.dto import VatIdState
from contexts.billing.taxes.models import VatId, VatIdCheck
from contexts.billing.taxes.queries import known_vat_id
from contexts.billing.taxes.use_cases import check_vat_id, note_vat_id
from gotuto import wakeups
from gotuto.db import unit
from gotuto.outbound import calls
from tests.billing.sellers.builders import described
from tests.billing.taxes.asking import BRITISH, FRENCH, answered, due, known, note
from tests.billing.taxes.vies import CONSULTATION


def test_a_vat_id_that_is_new_is_kept_in_normal_form_and_asked_about(vies):
    described()
    noted = note("fr 40.303-265045")
    assert (noted.number, noted.country, noted.state, noted.checked_at) == (FRENCH, "FR", "unchecked", None)
    assert vies.asked == []
    row = answered()
    assert (row.state, row.consultation_number) == ("valid", CONSULTATION)
    assert vies.asked == [
        {
            "path": "/rest-api/check-vat-number",
            "countryCode": "FR",
            "vatNumber": "40303265045",
            "requesterMemberStateCode": "DE",
            "requesterNumber": "136695976",
        }
    ]
    assert known().state is VatIdState.VALID
    assert known().checked_at == row.checked_at
    assert VatIdCheck.objects.get().provider_reference == CONSULTATION


def test_a_vat_id_is_asked_about_once_a_day_whatever_came_of_it(vies):
    for _ in range(3):
        note()
    assert calls.send_one(VatIdCheck) == 1
    note()
    assert (calls.send_one(VatIdCheck), len(vies.asked)) == (0, 1)
    with pytest.raises(VatIdCheckedToday, match=f"{FRENCH} was asked about today, and is valid"):
        check_vat_id(number=FRENCH, now=timezone.now())


def test_on_another_day_what_is_not_valid_is_asked_about_again(vies):
    vies.answers(valid=False)
    note()
    answered()
    vies.answers(valid=True)
    note(days=1)
    due()
    assert answered().state == "valid"
    assert VatIdCheck.objects.count() == 2


def test_what_is_valid_is_asked_about_again_after_thirty_days_or_when_somebody_wants_it(vies):
    note()
    answered()
    note(days=29)
    assert VatIdCheck.objects.count() == 1
    note(days=31)
    assert VatIdCheck.objects.count() == 2
    assert check_vat_id(number=FRENCH, now=timezone.now() + timedelta(days=2)).state == "valid"
    assert VatIdCheck.objects.count() == 3


def test_without_a_service_the_form_is_taken_for_proof_and_nobody_is_asked(db):
    now = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
    noted = note_vat_id(number=FRENCH, now=now)
    assert (noted.state, noted.checked_at) == (VatIdState.VALID, now)
    assert known_vat_id(number="DE136695976", now=now).state is VatIdState.VALID
    assert check_vat_id(number=FRENCH, now=now) == noted
    assert VatIdCheck.objects.count() == 0
    assert VatId.objects.get().state == "unchecked"


def test_what_was_taken_by_its_form_is_asked_about_once_there_is_a_service(vies, settings):
    service, settings.GOTUTO_VAT_ID_SERVICE = settings.GOTUTO_VAT_ID_SERVICE, "form_only"
    assert note().state == "valid"
    settings.GOTUTO_VAT_ID_SERVICE = service
    assert known().state == "unchecked"
    note()
    assert answered().state == "valid"


def test_a_question_that_waits_while_the_service_is_taken_away_is_not_asked(vies, settings):
    note()
    settings.GOTUTO_VAT_ID_SERVICE = "form_only"
    answered()
    assert (VatIdCheck.objects.get().outcome_code, vies.asked) == ("billing.vat_id_service_off", [])
    assert known().state == "valid"


def test_nobody_is_asked_about_countries_that_vies_does_not_know(vies):
    assert note(BRITISH).state == "unchecked"
    assert check_vat_id(number=BRITISH, now=timezone.now()).state == "unchecked"
    assert VatIdCheck.objects.count() == 0


def test_what_is_no_vat_id_is_refused_and_one_that_nobody_entered_is_unchecked(vies):
    for ask in (note, known):
        with pytest.raises(VatIdInvalid):
            ask("FR1")
    assert known().state == "unchecked"
    assert VatId.objects.count() == 0


def test_noting_is_one_statement_and_a_wake_up_on_commit(vies, monkeypatch, django_capture_on_commit_callbacks):
    notified = []
    monkeypatch.setattr(wakeups.notifier, "notify", notified.append)
    for woken in (["outbound.billing.vatidcheck"], []):
        with CaptureQueriesContext(connection) as asked, django_capture_on_commit_callbacks(execute=True):
            note()
        assert len([one for one in asked.captured_queries if "billing_vatid" in one["sql"]]) == 1
        assert notified == woken
        notified.clear()


@pytest.mark.django_db(transaction=True)
def test_eight_who_enter_the_same_vat_id_at_once_ask_once(vies):
    start, told = threading.Barrier(8), []

    def enter():
        start.wait()
        told.append(note().state)
        connection.close()

    threads = [threading.Thread(target=enter) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["unchecked"] * 8
    assert (VatId.objects.count(), VatIdCheck.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_whoever_enters_a_known_vat_id_waits_for_nobody_else_who_does(vies):
    note()
    answered()
    done = threading.Event()

    def enter():
        note()
        done.set()
        connection.close()

    with unit():
        note()
        thread = threading.Thread(target=enter)
        thread.start()
        assert done.wait(10)
    thread.join()


def test_a_check_waits_until_a_worker_has_nothing_else_to_do():
    assert VatIdCheck.is_patient
