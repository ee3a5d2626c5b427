"""Questions about receivables, revenue, accounts and the journal, for whoever keeps the books."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from contexts.billing.clients.queries import get_client
from contexts.billing.ledger import domain, dto, reading, statements
from contexts.billing.ledger.dto import By
from contexts.billing.reports.domain import spans
from contexts.billing.sellers import queries as sellers
from contexts.billing.sellers.reading import clock_of, day_of
from gotuto.ids import ClientId
from gotuto.money import Money

# So many clients stand in an answer, and entries on a page.
MOST_CLIENTS = 1_000
PAGE = 100


def receivables(
    *, on: date | None = None, legal_entity: str | None = None, most: int | None = MOST_CLIENTS, now: datetime
) -> dto.Receivables:
    """What was open at the end of a day, today without one, by how long it has been due. Raises SellerNotFound."""
    known = sellers.sellers_asked_for(legal_entity=legal_entity)
    on = on or day_of(*known, now=now)
    codes = [seller.legal_entity for seller in known]
    totals, clients = statements.aged(
        on, domain.end(on, clock_of(*known).key), sellers=codes, is_everybody=legal_entity is None, most=most
    )
    return dto.Receivables(
        on=on,
        totals=tuple(dto.AgedCurrency(currency=one.currency, clients=one.clients, aged=_aged(one)) for one in totals),
        clients=tuple(
            dto.AgedClient(client_id=ClientId(one.client_id), name=one.name, aged=_aged(one))
            for one in clients
            if one.client_id is not None
        ),
    )


def _aged(one: statements.Standing) -> dto.Aged:
    currency = one.currency
    return dto.Aged(
        not_due=Money(one.not_due, currency),
        days_1_30=Money(one.days_1_30, currency),
        days_31_60=Money(one.days_31_60, currency),
        days_61_90=Money(one.days_61_90, currency),
        over_90=Money(one.over_90, currency),
        total=Money(one.total, currency),
        unallocated=Money(one.unallocated, currency),
        fees=Money(one.fees, currency),
        invoices=one.invoices,
    )


def revenue(
    *,
    first: date | None = None,
    last: date | None = None,
    by: By = By.DAY,
    legal_entity: str | None = None,
    now: datetime,
) -> dto.Revenue:
    """What was invoiced by days, weeks or months; without days of the last full month.

    Raises SellerNotFound, SpanReversed, SpanTooLong.
    """
    known = sellers.sellers_asked_for(legal_entity=legal_entity)
    span = spans.span(first, last, today=day_of(*known, now=now))
    codes = [seller.legal_entity for seller in known]
    return dto.Revenue(
        first=span.first,
        last=span.last,
        by=by,
        rows=_sold(statements.sold(span, by, sellers=codes)),
        totals=_sold(statements.sold(span, None, sellers=codes)),
    )


def _sold(found: Iterable[statements.Sold]) -> tuple[dto.RevenueRow, ...]:
    return tuple(
        dto.RevenueRow(
            currency=one.currency,
            begins=one.begins,
            net=Money(one.net, one.currency),
            tax=Money(one.tax, one.currency),
            gross=Money(one.gross, one.currency),
            invoices=one.invoices,
            credit_notes=one.credit_notes,
        )
        for one in found
    )


def statement(
    *, client_id: ClientId, first: date | None = None, last: date | None = None, now: datetime
) -> dto.Statement:
    """A client's account with all sellers; without days of the last full month.

    Raises ClientNotFound, SpanReversed, SpanTooLong.
    """
    client = get_client(client_id=client_id)
    known = sellers.sellers_asked_for(legal_entity=None)
    span = spans.span(first, last, today=day_of(*known, now=now))
    opening, lines = reading.account(client_id, span.first, span.last, zone=clock_of(*known).key)
    return dto.Statement(
        client_id=client_id,
        name=client.name,
        first=span.first,
        last=span.last,
        currencies=tuple(
            domain.account(
                currency,
                Money(opening.get(currency, Decimal(0)), currency),
                [line for line in lines if line.amount.currency == currency],
            )
            for currency in sorted({*opening, *(line.amount.currency for line in lines)})
        ),
    )


def journal(*, first: date | None = None, last: date | None = None, cursor: str = "", now: datetime) -> dto.Journal:
    """Bookings of money in their order, a page from a cursor on; without days of the last full month.

    Raises SpanReversed, SpanTooLong, InvalidCursor.
    """
    known = sellers.sellers_asked_for(legal_entity=None)
    span, zone = spans.span(first, last, today=day_of(*known, now=now)), clock_of(*known).key
    begin, end = domain.begin(span.first, zone), domain.end(span.last, zone)
    after = domain.Position.decode(cursor) if cursor else None
    found = reading.journal(begin, end, after=after, most=PAGE + 1)
    items = tuple(found[:PAGE])
    return dto.Journal(
        first=span.first,
        last=span.last,
        totals=() if cursor else tuple(reading.journal_totals(begin, end)),
        items=items,
        next=_position(items[-1]) if len(found) > PAGE else None,
    )


def _position(entry: dto.JournalEntry) -> str:
    return domain.Position(entry.booked_at, reading.PLACES[entry.kind], entry.id).encode()
