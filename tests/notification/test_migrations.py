"""Mails of an earlier release are read in the words of this one."""

import pytest
from django.core.management import call_command

from contexts.notification.models import Notification
from gotuto.db import execute

OLD, BESIDE_USE = "0003_fencing_token", "0007_correlation_and_traceparent"

_MAIL = """
INSERT INTO notification_notification
    (id, event_id, kind, recipient, order_id, subject, body, state, attempts, fencing_token, due_at, last_error, created_at,
     sent_at)
VALUES (gen_random_uuid(), gen_random_uuid(), 'order_confirmed', 'ada@example.com', gen_random_uuid(), 'Your order', 'Hi',
        %(state)s::varchar, 3, 7, clock_timestamp(), 'oh', clock_timestamp(),
        CASE WHEN %(state)s::varchar = 'sent' THEN clock_timestamp() END)
"""


def back() -> None:
    # What is built beside use cannot be built within the transaction of a test; it goes with its column.
    call_command("migrate", "notification", BESIDE_USE, fake=True, verbosity=0)
    call_command("migrate", "notification", OLD, verbosity=0)


def forth() -> None:
    call_command("migrate", "notification", BESIDE_USE, verbosity=0)
    call_command("migrate", "notification", fake=True, verbosity=0)


@pytest.mark.django_db
def test_mails_of_every_old_state_are_outbound_calls_and_nothing_of_them_is_lost():
    back()
    states = ["queued", "sending", "sent", "failed", "unknown"]
    for state in states:
        execute(_MAIL, {"state": state})
    forth()
    mails = Notification.objects.all()
    assert sorted(mail.state for mail in mails) == sorted(states)
    assert {(mail.destination, mail.attempts, mail.fencing_token, mail.last_error) for mail in mails} == {
        ("mail", 3, 7, "oh")
    }
    assert all(mail.idempotency_key == str(mail.id) for mail in mails)
    assert [mail.state for mail in mails if mail.done_at is not None] == ["sent"]
    back()
    forth()
    assert sorted(mail.state for mail in Notification.objects.all()) == sorted(states)
