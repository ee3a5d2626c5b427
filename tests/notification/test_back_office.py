"""Mails in the back office."""

from datetime import UTC, datetime

import pytest

from contexts.customer.staff.use_cases import ensure_staff
from contexts.notification import models
from gotuto.ids import new_id
from tests.office import act, press, said

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MAILS = "/admin/notification/notification/"


@pytest.fixture
def mail(db):
    """A mail of which nobody knows whether it went out."""
    return models.Notification.objects.create(
        event_id=new_id(),
        kind="order_confirmed",
        recipient="ada@example.com",
        order_id=new_id(),
        subject="Your order",
        body="Thank you, Ada.",
        destination="mail",
        idempotency_key="1",
        status="unknown",
        attempts=1,
        last_error="The line broke.",
        due_at=NOW,
        created_at=NOW,
    )


def signed_in(client, *roles):
    ensure_staff(email="staff@example.com", password="a-long-password-9", roles=roles, is_superuser=False, now=NOW)
    assert client.login(username="staff@example.com", password="a-long-password-9")
    return client


def test_staff_read_what_was_written_and_what_went_wrong(mail, client):
    office = signed_in(client, "billing")
    assert "ada@example.com" in office.get(MAILS, {"q": "ADA@example.com"}).content.decode()
    page = office.get(f"{MAILS}{mail.id}/change/").content.decode()
    assert "Thank you, Ada." in page
    assert "The line broke." in page


def test_support_sends_a_mail_again_and_not_twice(mail, client):
    office = signed_in(client, "support")
    assert said(act(office, MAILS, "send_again", mail.id)) == ["Send the selected mails again: 1 done."]
    mail.refresh_from_db()
    assert (mail.status, mail.attempts) == ("queued", 0)
    assert said(act(office, MAILS, "send_again", mail.id)) == [
        "Send the selected mails again: this can be done to none of the chosen."
    ]


def test_support_sends_a_mail_again_from_its_page(mail, client):
    office = signed_in(client, "support")
    button = f"{MAILS}{mail.id}/send_this_again/"
    assert button in office.get(f"{MAILS}{mail.id}/change/").content.decode()
    assert said(press(office, button)) == ["Send again: done."]
    assert button not in office.get(f"{MAILS}{mail.id}/change/").content.decode()


def test_others_cannot_send_again(mail, client):
    office = signed_in(client, "billing")
    act(office, MAILS, "send_again", mail.id)
    assert press(office, f"{MAILS}{mail.id}/send_this_again/").status_code == 403
    mail.refresh_from_db()
    assert mail.status == "unknown"
