"""What the journeys are played on: an instance with its browser, its mails and somebody who buys there."""

import re
import time
from dataclasses import dataclass
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any

from tests.journeys.instance import Instance
from tests.journeys.street import Street
from wider.check import Failed
from wider.chromium import Browser
from wider.person import Person

_BETWEEN = "-" * 79 + "\n"
_SECONDS = 20


@dataclass(frozen=True)
class Shop:
    """A running instance, and the people before it."""

    instance: Instance
    street: Street
    browser: Browser
    pictures: Path

    def person(self, journey: str) -> Person:
        return Person(self.browser, self.instance.url, self.pictures, journey)

    def order(self, *, email: str = "", price: str = "24.90") -> dict[str, Any]:
        """A confirmed order of a guest, nothing of which is paid."""
        sku = self.street.sells(pieces=9, price=price)
        return self.street.guest_orders({sku: 1}, email=email or self.street.somebody())

    def mail(self, address: str, subject: str) -> str:
        """The text of the mail that somebody got about this. Raises Failed."""
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            for head, text in self._mails(address):
                if subject in head:
                    return text
            time.sleep(0.1)
        raise Failed(f"no mail about {subject!r} has come; only {[head for head, _ in self._mails(address)]}")

    def _mails(self, address: str) -> list[tuple[str, str]]:
        stored = "".join(file.read_text() for file in sorted((self.instance.data_dir / "mail").glob("*")))
        mails = [message_from_string(one, policy=default) for one in stored.split(_BETWEEN) if one.strip()]
        return [(str(one["Subject"]), _text(one)) for one in mails if one["To"] == address]


def _text(mail: Any) -> str:
    body = mail.get_body(("plain",))
    return "" if body is None else str(body.get_content())


def link(text: str, part: str) -> str:
    """The address in a mail that has this part. Raises Failed."""
    for found in re.findall(r"https?://\S+", text):
        if part in found:
            return str(found)
    raise Failed(f"no link with {part!r} stands in the mail: {text[:400]}")
