"""What a tax adviser gets: the bookings of some days as a file, written as they are read, and the accounts behind it."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from tempfile import TemporaryFile
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from contexts.billing.accounting import models, statements
from contexts.billing.accounting.domain import accounts as accounting
from contexts.billing.accounting.domain import booking, extf
from contexts.billing.accounting.dto import AccountMap, Booking, Entry, Written
from contexts.billing.accounting.errors import AccountsMissing, BooksChanged
from contexts.billing.periods.models import ClosedPeriod
from contexts.billing.reports.domain import filing, spans
from contexts.billing.reports.domain.filing import Filing, Group
from contexts.billing.sellers import queries as sellers
from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.reading import clock_of, day_of
from contexts.billing.taxes.dto import TaxCategory
from gotuto.events import decode


def get_accounts(legal_entity: str) -> AccountMap:
    """By what a tax adviser knows a seller, and the accounts that are not the chart's. Raises AccountsMissing."""
    row = models.AccountMap.objects.prefetch_related("accounts").filter(pk=legal_entity).first()
    if row is None:
        raise AccountsMissing(legal_entity=legal_entity)
    return row.to_dto()


def write_datev(
    into: BinaryIO, *, first: date | None = None, last: date | None = None, legal_entity: str | None = None, now: datetime
) -> Written:  # fmt: skip
    """Write the bookings of a seller as DATEV reads them; without days those of the last full month.

    Days that are a closed period come out as they were closed. Raises SellerNotFound, SpanReversed, SpanTooLong,
    AccountsMissing, TwoFiscalYears, BooksChanged.
    """
    seller = sellers.get_seller(legal_entity=legal_entity or MAIN).seller
    span = spans.span(first, last, today=day_of(seller, now=now))
    period = ClosedPeriod.objects.filter(legal_entity=seller.legal_entity, first=span.first, last=span.last).first()
    if period is None:
        return write(into, seller, get_accounts(seller.legal_entity), span.first, span.last, made_at=now)
    accounts = decode(AccountMap, period.accounts)
    done = write(into, seller, accounts, span.first, span.last, made_at=period.closed_at, is_closed=True)
    if done.digest != period.digest:
        raise BooksChanged(first=span.first, last=span.last, closed=period.digest, found=done.digest)
    return done


def datev_file(
    *, first: date | None = None, last: date | None = None, legal_entity: str | None = None, now: datetime
) -> tuple[BinaryIO, Written]:
    """The same as a file that is gone once it is closed, by whoever gets it. Raises what `write_datev` raises."""
    with ExitStack() as opened:
        file = opened.enter_context(TemporaryFile())
        done = write_datev(file, first=first, last=last, legal_entity=legal_entity, now=now)
        file.seek(0)
        opened.pop_all()
        return file, done


def write(
    into: BinaryIO, seller: Seller, accounts: AccountMap, first: date, last: date, *, made_at: datetime,
    is_closed: bool = False,
) -> Written:  # fmt: skip
    """Write the file, a line at a time. Raises TwoFiscalYears."""
    accounting.check_one_year(first, last, month=accounts.fiscal_month)
    file, texts, books = _Digesting(into), extf.Texts(), _Books(seller, accounting.all_accounts(accounts))
    at = made_at.astimezone(clock_of(seller))
    file.write(extf.header(accounts, first=first, last=last, made_at=at, is_closed=is_closed))
    file.write(extf.columns())
    bookings = books.bookings(_journal(seller, first, last, books_fees=accounts.books_fees))
    for line in extf.lines(bookings, texts, is_closed=is_closed):
        file.write(line)
    return Written(
        name=f"EXTF_{seller.legal_entity}_{first:%Y%m%d}_{last:%Y%m%d}.csv",
        first=first,
        last=last,
        is_closed=is_closed,
        bookings=books.written,
        size=file.size,
        digest=file.sha256.hexdigest(),
        replaced=texts.replaced,
        left_out=books.left_out,
    )


def _journal(seller: Seller, first: date, last: date, *, books_fees: bool) -> Iterator[Entry]:
    zone = clock_of(seller)
    proofs = filing.proofs(service=settings.GOTUTO_VAT_ID_SERVICE)
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return statements.journal(
        seller=seller.legal_entity, first=first, last=last, time_zone=zone.key, proofs=proofs, span=(begin, end),
        books_fees=books_fees,
    )  # fmt: skip


@dataclass
class _Digesting:
    into: BinaryIO
    sha256: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    size: int = 0

    def write(self, text: str) -> None:
        content = text.encode(extf.ENCODING)
        self.into.write(content)
        self.sha256.update(content)
        self.size += len(content)


@dataclass
class _Books:
    """What makes bookings of entries: it looks up once how sales of a kind are taxed, and what a seller said when."""

    seller: Seller
    accounts: dict[str, str]
    written: int = 0
    left_out: int = 0
    on_documents: dict[UUID, Seller] = field(default_factory=dict)
    filed: dict[tuple[object, ...], Filing] = field(default_factory=dict)

    def bookings(self, entries: Iterable[Entry]) -> Iterator[Booking]:
        for entry in entries:
            if entry.currency != extf.CURRENCY:
                self.left_out += 1
                continue
            self.written += 1
            if entry.category:
                yield booking.of_sale(entry, self._filing(entry), self.accounts)
            elif entry.kind in booking.FEES:
                yield booking.of_fee(entry, self.accounts)
            else:
                yield booking.of_money(entry, self.accounts)

    def _filing(self, entry: Entry) -> Filing:
        key = (entry.seller_id, entry.destination, entry.postal_code, entry.proved_in, entry.category, entry.rate)
        if key not in self.filed:
            self.filed[key] = filing.filing(_group(entry, self.seller), self._seller(entry.seller_id))
        return self.filed[key]

    def _seller(self, seller_id: UUID | None) -> Seller:
        if seller_id is None:
            return filing.seller_of(None, self.seller)
        if seller_id not in self.on_documents:
            self.on_documents |= sellers.sellers_on_documents(ids=[seller_id])
        return filing.seller_of(self.on_documents[seller_id], self.seller)


def _group(entry: Entry, seller: Seller) -> Group:
    return Group(
        legal_entity=seller.legal_entity,
        seller_id=entry.seller_id,
        year=entry.day.year,
        currency=entry.currency,
        destination=entry.destination,
        postal_code=entry.postal_code,
        proved_in=entry.proved_in,
        category=TaxCategory(entry.category),
        rate=entry.rate,
        exemption=entry.exemption,
        net=entry.net,
        tax=entry.tax,
        documents=1,
    )
