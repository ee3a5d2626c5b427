"""A mail goes out once, whatever breaks on the way."""

from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from contexts.notification import dto, models
from contexts.notification.errors import NotificationNotFound, NotificationUnderway
from contexts.notification.gateways import mail_server
from contexts.notification.queries import get_notification, list_notifications
from contexts.notification.use_cases import resend
from gotuto import testing
from gotuto.ids import NotificationId, new_id
from gotuto.outbound import Done, calls
from gotuto.paging import PageRequest

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SERVERS = "tests.notification.mail_servers"


@pytest.fixture
def mail(db):
    """A mail that waits to be sent."""
    id = new_id()
    return models.Notification.objects.create(
        id=id,
        event_id=new_id(),
        kind="order_confirmed",
        recipient="ada@example.com",
        order_id=new_id(),
        subject="Your order",
        body="Thank you.",
        destination="mail",
        idempotency_key=str(id),
        status="queued",
        due_at=NOW,
        created_at=NOW,
    )


@pytest.fixture
def at_once(settings):
    settings.GOTUTO_BACKOFF_SECONDS = 0


def send_one():
    return calls.send_one(models.Notification)


def lease_runs_out():
    models.Notification.objects.filter(status="sending").update(due_at=NOW)


@pytest.fixture
def sending():
    """`sending(act)` makes the mail server do something else."""

    def instead(act):
        replace(mail_server, send=act)

    with testing.other_destinations():
        yield instead


def now_is(mail):
    return get_notification(notification_id=NotificationId(mail.id), of_customer=None)


def test_a_mail_is_sent_once(mail, mailoutbox):
    assert send_one()
    assert not send_one()
    [sent] = mailoutbox
    assert (sent.subject, sent.body, sent.to) == ("Your order", "Thank you.", ["ada@example.com"])
    assert now_is(mail).state == "sent"
    assert now_is(mail).sent_at is not None


def test_a_mail_carries_its_id_so_that_mailboxes_know_it_again(mail, mailoutbox):
    send_one()
    assert mailoutbox[0].extra_headers["Message-ID"] == f"<{mail.id}@example.com>"


@pytest.mark.parametrize("server", ["Unreachable", "Refusing", "Unfamiliar"])
def test_a_refused_mail_waits_and_is_tried_again(mail, settings, mailoutbox, at_once, server):
    settings.EMAIL_BACKEND = f"{SERVERS}.{server}"
    send_one()
    assert now_is(mail).state == "queued"
    mail.refresh_from_db()
    assert mail.last_error
    settings.EMAIL_BACKEND = f"{SERVERS}.Willing"
    send_one()
    assert (now_is(mail).state, now_is(mail).attempts, len(mailoutbox)) == ("sent", 2, 1)


def test_a_mail_to_an_address_that_no_mail_can_carry_has_failed(mail, settings, mailoutbox, at_once):
    models.Notification.objects.filter(id=mail.id).update(recipient="ada@exa\u2028mple.com")
    settings.GOTUTO_MAX_ATTEMPTS = 2
    while send_one():
        pass
    assert (now_is(mail).state, now_is(mail).attempts, mailoutbox) == ("failed", 2, [])


def test_a_mail_in_back_off_is_not_tried(mail, settings):
    settings.EMAIL_BACKEND, settings.GOTUTO_BACKOFF_SECONDS = f"{SERVERS}.Refusing", 60
    send_one()
    assert not send_one()


def test_a_mail_that_is_refused_again_and_again_has_failed(mail, settings, at_once):
    settings.EMAIL_BACKEND, settings.GOTUTO_MAX_ATTEMPTS = f"{SERVERS}.Refusing", 3
    while send_one():
        pass
    assert (now_is(mail).state, now_is(mail).attempts) == ("failed", 3)


def test_a_mail_directory_that_cannot_be_written_is_a_refusal(mail, settings, tmp_path):
    (tmp_path / "mail").write_text("in the way")
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    send_one()
    assert now_is(mail).state == "queued"


def test_when_the_line_breaks_nobody_knows_and_nobody_sends_again(mail, settings, mailoutbox, at_once):
    settings.EMAIL_BACKEND = f"{SERVERS}.Breaking"
    send_one()
    assert now_is(mail).state == "unknown"
    assert not send_one()
    assert len(mailoutbox) == 1


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(mail, settings):
    settings.EMAIL_BACKEND = f"{SERVERS}.Rude"
    send_one()
    assert now_is(mail).state == "sent"


def test_a_mail_whose_sender_died_is_unknown_and_stays_so(mail, mailoutbox, sending):
    def dies(mail, *, timeouts):
        raise SystemExit

    sending(dies)
    with pytest.raises(SystemExit):
        send_one()
    assert now_is(mail).state == "sending"
    lease_runs_out()
    assert not send_one()
    assert now_is(mail).state == "unknown"
    assert not send_one()
    assert mailoutbox == []


def test_a_sender_who_comes_back_late_knows_better(mail, sending):
    def slow(call, *, timeouts):
        lease_runs_out()
        assert not send_one()
        assert now_is(mail).state == "unknown"
        return Done()

    sending(slow)
    send_one()
    assert now_is(mail).state == "sent"


def test_a_sender_who_comes_back_after_a_person_decided_changes_nothing(mail, sending):
    def very_slow(call, *, timeouts):
        lease_runs_out()
        send_one()
        resend(notification_id=NotificationId(mail.id), now=NOW)
        return Done()

    sending(very_slow)
    send_one()
    assert now_is(mail).state == "queued"


def test_the_mail_that_waited_longest_goes_first(mail, mailoutbox):
    earlier = models.Notification.objects.get(pk=mail.pk)
    earlier.pk, earlier.event_id, earlier.subject = new_id(), new_id(), "Earlier"
    earlier.idempotency_key, earlier.due_at = str(earlier.pk), datetime(2026, 3, 1, tzinfo=UTC)
    earlier.save(force_insert=True)
    while send_one():
        pass
    assert [sent.subject for sent in mailoutbox] == ["Earlier", "Your order"]


def test_a_person_sends_a_mail_again(mail, settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{SERVERS}.Breaking"
    send_one()
    settings.EMAIL_BACKEND = f"{SERVERS}.Willing"
    out = StringIO()
    call_command("notifications", "resend", str(mail.id), stdout=out)
    assert "queued again" in out.getvalue()
    send_one()
    first, second = mailoutbox
    assert first.extra_headers == second.extra_headers
    assert (now_is(mail).state, now_is(mail).attempts) == ("sent", 1)


def test_a_mail_on_its_way_is_not_sent_again(mail):
    with pytest.raises(NotificationUnderway):
        resend(notification_id=NotificationId(mail.id), now=NOW)
    with pytest.raises(CommandError, match="on its way"):
        call_command("notifications", "resend", str(mail.id))


def test_an_unknown_mail_cannot_be_sent_again(db):
    with pytest.raises(NotificationNotFound):
        resend(notification_id=NotificationId(new_id()), now=NOW)


def test_operators_see_what_became_of_the_mails(mail):
    def listed(*arguments):
        out = StringIO()
        call_command("notifications", "list", *arguments, stdout=out)
        return out.getvalue()

    assert f"{mail.id}  2026-03-02 09:30:00  queued" in listed()
    assert listed("--state", "unknown") == "There are no such notifications.\n"
    assert "ada@example.com" not in listed(), "no personal data on an operator's terminal"


def test_mails_are_found_by_state_and_order(mail):
    def found(**filters):
        page = list_notifications(filters=dto.NotificationFilter(**filters), page=PageRequest(), of_customer=None)
        return [one.id for one in page.items]

    assert found(state=dto.State.QUEUED, kind=dto.Kind.ORDER_CONFIRMED) == [mail.id]
    assert found(order_id=mail.order_id) == [mail.id]
    assert found(state=dto.State.SENT) == []
    assert str(mail) == "Your order (queued)"
