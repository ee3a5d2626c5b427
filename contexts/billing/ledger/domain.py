"""The rules of these reports: when a day ends, how a balance runs, and where a page of the journal goes on."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from contexts.billing.ledger.dto import AccountLine, By, StatementOfCurrency
from gotuto.money import Money
from gotuto.paging import InvalidCursor


def begin(day: date, zone: str) -> datetime:
    """The first moment of a day at the seller's."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def end(day: date, zone: str) -> datetime:
    """The first moment after a day at the seller's."""
    return begin(day + timedelta(days=1), zone)


def spans_of(first: date, last: date, by: By) -> list[date]:
    """The first day of each span in which these days lie."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return list(dict.fromkeys(_begins(day, by) for day in days))


def _begins(day: date, by: By) -> date:
    if by is By.MONTH:
        return day.replace(day=1)
    return day - timedelta(days=day.weekday()) if by is By.WEEK else day


def account(currency: str, opening: Money, lines: Iterable[AccountLine]) -> StatementOfCurrency:
    """An account with the balance after each line."""
    balance, told = opening, []
    for line in lines:
        balance += line.amount
        told.append(replace(line, balance=balance))
    return StatementOfCurrency(currency=currency, opening=opening, closing=balance, lines=tuple(told))


@dataclass(frozen=True)
class Position:
    """After which entry a page of the journal begins; entries of one moment stand by their kind, and then by their ids."""

    at: datetime
    place: int
    id: UUID

    def encode(self) -> str:
        return base64.urlsafe_b64encode(msgspec.json.encode([self.at, self.place, self.id])).decode()

    @classmethod
    def decode(cls, cursor: str) -> "Position":
        """Raises InvalidCursor."""
        try:
            at, place, key = msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=tuple[datetime, int, UUID])
        except (binascii.Error, ValueError):
            raise InvalidCursor from None
        if at.tzinfo is None or place not in range(10):
            raise InvalidCursor
        return cls(at, place, key)
