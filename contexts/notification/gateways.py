"""The mail server: what it took, what it refused, and what nobody knows."""

from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend


class NotAccepted(Exception):
    """The mail certainly did not go out, so that it may be tried again."""


class OutcomeUnknown(Exception):
    """The connection broke when the mail server may already have taken the mail."""


def send_mail(*, notification_id: UUID, recipient: str, subject: str, body: str) -> None:
    """Hand a mail to the mail server. Raises NotAccepted, OutcomeUnknown."""
    connection = _connected()
    # The same message under the same id, so that mailboxes recognise one that is sent again.
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{notification_id}@{domain}>"}
    message = EmailMessage(subject, body, to=[recipient], headers=headers, connection=connection)
    try:
        message.send()
    except (SMTPResponseException, SMTPRecipientsRefused, ValueError) as refusal:
        # A ValueError is Django's or Python's: no mail could be made for such an address, so that none was sent.
        raise NotAccepted(_words(refusal)) from refusal
    except (SMTPException, OSError) as failure:
        raise OutcomeUnknown(_words(failure)) from failure
    finally:
        # Whatever happens while saying goodbye, the mail server has taken the mail or not.
        with suppress(SMTPException, OSError):
            connection.close()


def _connected() -> BaseEmailBackend:
    try:
        connection: BaseEmailBackend = get_connection()
        connection.open()
    except (SMTPException, OSError, ImproperlyConfigured) as failure:
        raise NotAccepted(_words(failure)) from failure
    return connection


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
