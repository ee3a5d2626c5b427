"""A mail server that remembers, across every death of its customers, what it took."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from tests.reliability import trouble


class PostOffice(BaseEmailBackend):
    """Writes the id of each mail into a book, in one write to its end."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for mail in email_messages:
            trouble.meet("mail")
            trouble.witness("mail handed over", lambda line=f"{mail.extra_headers['Message-ID']}\n": _note(line))
            trouble.meet("mail line")
        return len(email_messages)


def taken(book: Path) -> list[str]:
    """The ids of the mails that it took, each as often as it was handed over."""
    lines = book.read_text().splitlines() if book.exists() else []
    return [line.strip("<>").partition("@")[0] for line in lines]


def _note(line: str) -> None:
    book = os.open(settings.POST_OFFICE_BOOK, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(book, line.encode())
    finally:
        os.close(book)
