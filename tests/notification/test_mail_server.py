"""What a real conversation with a mail server means for a mail."""

import pytest

from contexts.notification import gateways
from gotuto.ids import new_id
from tests.notification.smtp_server import SmtpServer


@pytest.fixture
def send(settings):
    def to(server):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        gateways.send_mail(notification_id=new_id(), recipient="ada@example.com", subject="Hi", body="Hello Ada")

    return to


def test_a_mail_that_is_taken_is_sent(send):
    server = SmtpServer()
    send(server)
    [mail] = server.taken
    assert "Hello Ada" in mail
    assert "To: ada@example.com" in mail


@pytest.mark.parametrize(
    ("at", "answer"),
    [
        ("HELLO", "421 Too busy"),
        ("HELLO", ""),
        ("MAIL", "451 Not now"),
        ("RCPT", "550 No such mailbox"),
        ("DATA", "554 No"),
        (".", "452 Out of space"),
    ],
)
def test_a_mail_that_is_refused_may_be_tried_again(send, at, answer):
    with pytest.raises(gateways.NotAccepted):
        send(SmtpServer({at: answer}))


def test_nobody_knows_whether_a_server_took_the_mail_when_it_hangs_up_instead_of_saying_so(send):
    with pytest.raises(gateways.OutcomeUnknown):
        send(SmtpServer({".": ""}))


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(send):
    server = SmtpServer({"QUIT": ""})
    send(server)
    assert len(server.taken) == 1
