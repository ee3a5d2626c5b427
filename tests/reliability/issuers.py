"""Clients that issue invoices and credit notes, each a process, and what each of them noted before it was killed."""

import os
import signal
import sys
import traceback
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from django.db import connections

from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.invoices import dto
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice
from contexts.billing.lines.dto import InvoiceLine
from gotuto.db import unit
from gotuto.ids import InvoiceId, Sku
from gotuto.money import Money

ZONE = "Asia/Tokyo"
# Noon of the last day but one of a year, in Tokyo; at its end all clocks are in the new one.
BEGINS = datetime(2026, 12, 30, 3, tzinfo=UTC)
LASTS = timedelta(hours=60)
# Every so many transactions one is rolled back, with the number in hand.
ROLLED_BACK = 20
# Every so many of them take a little of an invoice back that anybody has issued.
CREDITED = 4
# Where a client is killed; nowhere in particular when it is none of its steps.
MOMENTS = ("numbered", "opened", "anywhere", "begins", "issued")


class ChangedMind(Exception):
    """The transaction is given up."""


@dataclass(frozen=True)
class Clock:
    """What a client takes for the present: it is late, and now and then it is set back."""

    late: timedelta

    def now(self, share: float, dice: Random) -> datetime:
        back = timedelta(hours=26) if dice.random() < 0.1 else timedelta(0)
        return BEGINS + LASTS * share - self.late - back


@dataclass(frozen=True)
class Notebook:
    """Where a client writes each step at once: what it holds survives a `kill -9`."""

    path: Path

    def note(self, step: str, *facts: object) -> None:
        """Write a step down; whoever is to be killed at it stands still."""
        book = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(book, f"{' '.join([step, *map(str, facts)])}\n".encode())
        os.close(book)
        while self.mark(step).exists():
            signal.pause()

    def mark(self, step: str) -> Path:
        """The file that says where its client is to stand still."""
        return self.path.with_suffix(f".{step}")

    def notes(self) -> list[list[str]]:
        return [line.split(" ") for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def last_step(self) -> str:
        return (self.notes() or [[""]])[-1][0]

    def steps(self) -> Counter[str]:
        return Counter(step for step, *_ in self.notes())

    def issued(self) -> dict[str, str]:
        """The date of each number that the client was told."""
        return {facts[0]: facts[1] for step, *facts in self.notes() if step == "issued"}

    def invoices(self) -> list[InvoiceId]:
        """The invoices among them."""
        return [
            InvoiceId(UUID(facts[2])) for step, *facts in self.notes() if step == "issued" and facts[3] == "invoice"
        ]

    def neighbours(self) -> "list[Notebook]":
        """Those of all clients."""
        return [Notebook(path) for path in sorted(self.path.parent.iterdir()) if not path.suffix]


@dataclass
class Client:
    """One client, who has so many invoices to issue."""

    place: int
    quota: int
    notebook: Notebook
    pid: int = 0

    def left(self) -> int:
        return self.quota - len(self.notebook.issued())

    def start(self) -> None:
        """Begin, or go on where the killed one was."""
        # Two processes must not speak on one line.
        connections.close_all()
        self.pid = os.fork()
        if self.pid:
            return
        ended = 1
        try:
            self._issue_all()
            ended = 0
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(ended)

    def _issue_all(self) -> None:
        steps, clock = self.notebook.steps(), Clock(timedelta(hours=5) * (self.place % 4))
        done, tried = steps["issued"], steps["begins"]
        dice = Random(f"{self.place} {tried}")
        while done < self.quota:
            tried += 1
            now = clock.now(done / self.quota, dice)
            gives_up = (tried + 5 * self.place) % ROLLED_BACK == 0
            credited = self._one_of_all(dice) if tried % CREDITED == 0 else None
            done += self._issue(credited, now, gives_up=gives_up)

    def _one_of_all(self, dice: Random) -> InvoiceId | None:
        known = [invoice for notebook in self.notebook.neighbours() for invoice in notebook.invoices()]
        return dice.choice(known) if known else None

    def _issue(self, credited: InvoiceId | None, now: datetime, *, gives_up: bool) -> bool:
        """One document in one transaction; whether it was issued."""
        self.notebook.note("begins")
        try:
            with unit():
                issued = self._invoice(now) if credited is None else _credit(credited, now)
                self.notebook.note("numbered")
                if gives_up:
                    raise ChangedMind
        except ChangedMind:
            self.notebook.note("rolled-back")
            return False
        self.notebook.note("issued", issued.number, issued.issue_date, issued.id, issued.kind)
        return True

    def _invoice(self, now: datetime) -> dto.Invoice:
        """As placement does it."""
        draft = open_invoice(order_id=None, buyer=BUYER, currency="EUR", lines=LINES, now=now)
        self.notebook.note("opened")
        issue_invoice(invoice_id=draft.id, now=now)
        return get_invoice(invoice_id=draft.id, of_client=None)


def _credit(invoice_id: InvoiceId, now: datetime) -> dto.Invoice:
    return credit_invoice(invoice_id=invoice_id, reason="Chipped", amount=Money.of("0.50", "EUR"), now=now)


BUYER = dto.Buyer(name="Ada Lovelace", email="ada@example.com")
LINES = [
    InvoiceLine(sku=Sku("TEA"), description="Green tea", quantity=2, unit_price=Money.of("11.90", "EUR")),
    InvoiceLine(sku=Sku("POT"), description="Tea pot", quantity=1, unit_price=Money.of("24.99", "EUR")),
]
