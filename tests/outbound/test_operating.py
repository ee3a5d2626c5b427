"""What operators see of outbound calls, and what they can do about them."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contexts.customer.staff.use_cases import ensure_staff
from gotuto.ids import new_id
from gotuto.outbound import inspection
from gotuto.outbound.models import Breaker
from tests.outbound.desk import label, now_is, send

pytestmark = pytest.mark.django_db

PASSWORD = "a-long-password-9"


def told(*arguments):
    out = StringIO()
    call_command("outbound", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def unknown(carrier):
    """A label of which nobody knows whether it was printed, beside one that was."""
    label()
    send()
    carrier.mood = "lost"
    row = label("postbox")
    send()
    carrier.mood = "willing"
    return now_is(row)


def browser(*, superuser=False):
    email = f"{superuser}@example.com"
    ensure_staff(email=email, password=PASSWORD, roles=(), is_superuser=superuser, now=timezone.now())
    client = Client()
    assert client.login(username=email, password=PASSWORD)
    return client


def test_what_needs_a_person_is_listed_by_itself_and_the_rest_on_request(unknown):
    assert [line.split()[1:4] for line in told("list").splitlines()[1:]] == [["carrier.label", "postbox", "unknown"]]
    assert len(told("list", "--all").splitlines()) == 3
    assert "carrier.label" in told("list", "--status", "done")
    assert told("list", "--destination", "courier") == "No such calls.\n"
    assert json.loads(told("list", "--json"))[0]["outcome_code"] == "outbound.no_answer"
    assert "books" not in told("list", "--all"), "nothing of what was sent is shown"


def test_a_call_is_shown_with_all_that_is_kept_of_it(unknown):
    shown = told("show", str(unknown.id))
    assert unknown.idempotency_key in shown
    assert "RemoteDisconnected" in shown


def test_a_person_has_a_call_made_again(unknown):
    assert "queued again" in told("retry", str(unknown.id))
    with pytest.raises(CommandError, match="on its way already"):
        told("retry", str(unknown.id))
    send()
    assert (now_is(unknown).status, unknown.attempts) == ("done", 1)
    with pytest.raises(CommandError, match="is done"):
        told("retry", str(unknown.id))


def test_all_calls_that_a_destination_has_refused_are_made_again_and_no_other(unknown, carrier):
    carrier.mood = "refusing"
    refused = [label(), label(), label("courier")]
    while send():
        pass
    assert told("retry", "--refused", "carrier", "--dry-run").startswith("2 calls to carrier are queued again.")
    assert [now_is(row).status for row in refused] == ["refused"] * 3

    told("retry", "--refused", "carrier")

    assert [now_is(row).status for row in (*refused, unknown)] == ["queued", "queued", "refused", "unknown"]
    with pytest.raises(CommandError, match="No destination is called 'pigeon'"):
        told("retry", "--refused", "pigeon")


def test_what_does_not_exist_is_not_found(carrier):
    for verb in ("show", "retry"):
        with pytest.raises(CommandError, match="There is no outbound call"):
            told(verb, str(new_id()))
    with pytest.raises(CommandError, match="No destination is called 'pigeon'"):
        told("breakers", "--reset", "pigeon")


def test_breakers_are_shown_and_closed(unknown):
    assert ["postbox", "closed", "1"] in [line.split()[:3] for line in told("breakers").splitlines()]
    assert "closed again" in told("breakers", "--reset", "postbox")
    assert "closed already" in told("breakers", "--reset", "postbox")


def test_prometheus_sees_calls_that_are_not_done_and_open_breakers(unknown, client):
    Breaker.objects.update(open_until=timezone.now())
    page = client.get("/metrics").content.decode()
    assert 'gotuto_outbound_calls{destination="postbox",status="unknown",table="carrier.label"} 1.0' in page
    assert 'gotuto_outbound_breaker_open{destination="postbox"} 1.0' in page
    assert 'status="done"' not in page


def test_the_back_office_shows_the_calls_of_all_tables(unknown):
    chief = browser(superuser=True)
    page = chief.get(reverse("admin:gotuto_outbound_call_changelist")).content.decode()
    assert str(unknown.id) in page
    query = {"destination": "carrier", "status": "done"}
    page = chief.get(reverse("admin:gotuto_outbound_call_changelist"), query).content.decode()
    assert "carrier.label" in page
    assert str(unknown.id) not in page


def test_a_superuser_tries_again_from_the_page_and_others_cannot(unknown):
    address, which = reverse("admin:gotuto_outbound_call_changelist"), {"call": str(unknown.id)}
    assert browser().post(address, which).status_code == 403
    assert now_is(unknown).status == "unknown"
    chief = browser(superuser=True)
    assert "Try again" in chief.get(address).content.decode()
    assert "queued again" in chief.post(address, which, follow=True).content.decode()
    assert now_is(unknown).status == "queued"
    assert "on its way" in chief.post(address, which, follow=True).content.decode()


def test_a_superuser_closes_a_breaker(unknown):
    Breaker.objects.update(open_until=timezone.now())
    listing = reverse("admin:gotuto_outbound_breaker_changelist")
    chief = browser(superuser=True)
    assert "half-open" in chief.get(listing).content.decode()
    answer = chief.post(listing, {"action": "reset", "_selected_action": ["postbox"]}, follow=True)
    assert "1 done" in answer.content.decode()
    assert not Breaker.objects.exists()


def test_a_shop_with_one_kind_of_calls_looks_at_them_too(db, monkeypatch):
    for model in inspection.wearers():
        monkeypatch.setattr(inspection, "wearers", lambda only=model: [only])
        assert inspection.calls(limit=3) == inspection.calls(troubled=True) == []
