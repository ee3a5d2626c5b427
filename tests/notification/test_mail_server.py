"""What a real conversation with a mail server means for a mail."""

import pytest

from contexts.notification import gateways, models
from gotuto.outbound import Done, RetryLater, Timeouts, Unknown
from tests.notification.smtp_server import SmtpServer


@pytest.fixture
def send(settings):
    def to(server, timeouts=gateways.mail_server.timeouts):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        mail = models.Notification(idempotency_key="1", recipient="ada@example.com", subject="Hi", body="Hello Ada")
        return gateways.send_mail(mail, timeouts=timeouts)

    return to


def test_a_mail_that_is_taken_is_sent(send):
    server = SmtpServer()
    assert send(server) == Done()
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
    assert isinstance(send(SmtpServer({at: answer})), RetryLater)


def test_nobody_knows_whether_a_server_took_the_mail_when_it_hangs_up_instead_of_saying_so(send):
    assert isinstance(send(SmtpServer({".": ""})), Unknown)


def test_a_server_that_is_too_slow_is_hung_up_on_and_nobody_knows(send):
    server = SmtpServer({"DATA": "WAIT"})
    assert isinstance(send(server, Timeouts(connect=5, read=5, whole=0.1)), Unknown)
    server.go_on.set()


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(send):
    server = SmtpServer({"QUIT": ""})
    assert send(server) == Done()
    assert len(server.taken) == 1
