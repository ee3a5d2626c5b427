"""The mail server, an outbound destination that is called at most once: SMTP knows no status query, so unknown stays unknown."""

from contextlib import suppress
from email.utils import parseaddr
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from socket import socket

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from contexts.billing import facade as billing
from contexts.billing.dto import StoredFile
from contexts.notification import models
from gotuto import error_words
from gotuto.errors import BusinessError
from gotuto.ids import InvoiceId
from gotuto.outbound import Destination, Done, Outcome, RetryLater, Timeouts, Unknown
from gotuto.outbound.deadlines import deadline


def send_mail(mail: models.Notification, *, timeouts: Timeouts) -> Outcome:
    """Hand a mail to the mail server; what it does not take waits for the next try."""
    try:
        document = None if mail.invoice_id is None else billing.get_pdf(invoice_id=InvoiceId(mail.invoice_id))
    except (BusinessError, OSError) as failure:
        return RetryLater("notification.document_not_there", error_words.words(failure))
    try:
        connection: BaseEmailBackend = get_connection(timeout=timeouts.read)
        connection.open()
    except (SMTPException, OSError, ImproperlyConfigured) as failure:
        return RetryLater("notification.mail_server_down", error_words.words(failure), is_down=True)
    try:
        with deadline(timeouts.whole, _line(connection)):
            _message(mail, document, connection).send()
    except (SMTPResponseException, SMTPRecipientsRefused, ValueError) as refusal:
        # A ValueError is Django's or Python's: no mail could be made for such an address, so that none was sent.
        return RetryLater("notification.mail_not_accepted", error_words.words(refusal))
    except (SMTPException, OSError) as failure:
        return Unknown("notification.mail_line_broke", error_words.words(failure))
    finally:
        # Whatever happens while saying goodbye, the mail server has taken the mail or not.
        with suppress(SMTPException, OSError):
            connection.close()
    return Done()


def _message(mail: models.Notification, document: StoredFile | None, connection: BaseEmailBackend) -> EmailMessage:
    # The same message under the same id, so that mailboxes recognise one that is sent again.
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{mail.idempotency_key}@{domain}>"}
    message = EmailMessage(mail.subject, mail.body, to=[mail.recipient], headers=headers, connection=connection)
    if document is not None:
        message.attach(document.name, document.content, "application/pdf")
    return message


def _line(connection: BaseEmailBackend) -> socket | None:
    """The socket of a backend that has one."""
    return getattr(getattr(connection, "connection", None), "sock", None)


mail_server = Destination(
    name="mail",
    model=models.Notification,
    send=send_mail,
    timeouts=Timeouts(connect=5, read=5, whole=15),
)
