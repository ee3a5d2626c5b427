"""Mail servers of every mood, as e-mail backends of Django."""

from collections.abc import Sequence
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend as Willing


class Unreachable(Willing):
    """Nobody answers the phone."""

    def open(self) -> bool:
        raise ConnectionRefusedError("Connection refused")


class Refusing(Willing):
    """Answers, and takes nothing."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        raise SMTPDataError(451, b"Try again later")


class Unfamiliar(Willing):
    """Does not know the recipient."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        raise SMTPRecipientsRefused({"ada@example.com": (550, b"No such mailbox")})


class Breaking(Willing):
    """Takes the mail, and hangs up before saying so."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        super().send_messages(messages)
        raise SMTPServerDisconnected("Connection unexpectedly closed")


class Rude(Willing):
    """Takes the mail, and hangs up instead of saying goodbye."""

    def close(self) -> None:
        raise SMTPServerDisconnected("Connection unexpectedly closed")
