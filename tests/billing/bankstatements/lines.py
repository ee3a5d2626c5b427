"""Lines and invoices as the matching sees them."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from contexts.billing.bankfiles.domain.numbers import Finder
from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankstatements.domain.matching import decide
from contexts.billing.bankstatements.domain.pool import Pool
from contexts.billing.bankstatements.dto import Candidate, Decision, EarlierLine
from gotuto.ids import ClientId, InvoiceId, PaymentId
from gotuto.money import Money

_SPACE = UUID(int=1)
DAY = date(2026, 11, 20)
FINDER = Finder(["INV-{year}-{seq:06}"])


def money(amount: str) -> Money:
    value, _, currency = amount.partition(" ")
    return Money.of(value, currency or "EUR")


def line(amount: str, text: str = "", **more: Any) -> ReadLine:
    return ReadLine(amount=money(amount), booked_on=DAY, text=text, **more)


def client(name: str = "Ada Lovelace") -> ClientId:
    return ClientId(uuid5(_SPACE, name))


def invoice(
    number: int,
    due: str = "100.00",
    *,
    total: str = "",
    name: str = "Ada Lovelace",
    order: str = "",
    takes_parts: bool = True,
) -> Candidate:
    text = f"INV-2026-{number:06}"
    return Candidate(
        id=InvoiceId(uuid5(_SPACE, text)),
        number=text,
        order_number=order,
        client_id=client(name),
        name=name,
        total=money(total or due),
        due=money(due),
        due_date=date(2026, 12, number),
        takes_parts=takes_parts,
    )


def earlier(amount: str = "100.00", which: int = 1, **more: Any) -> EarlierLine:
    told = {"booked_on": DAY, "bank_reference": "", "end_to_end": "", "iban": "", "text": "", **more}
    return EarlierLine(payment_id=PaymentId(UUID(int=which)), amount=money(amount), **told)


def pool(*invoices: Candidate, earlier: Iterable[EarlierLine] = (), **ibans: Iterable[ClientId]) -> Pool:
    known = {account: list(clients) for account, clients in ibans.items()}
    return Pool(invoices, finder=FINDER, ibans=known, earlier=earlier)


def decided(one: ReadLine, *invoices: Candidate, **more: Any) -> Decision:
    return decide(one, pool(*invoices, **more))


def parts(decision: Decision, which: int = 0) -> list[str]:
    """What the proposal settles: the amounts of its parts."""
    return [str(part.amount.amount) for part in decision.proposals[which].parts]
