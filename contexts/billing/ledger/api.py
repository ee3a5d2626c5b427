"""Receivables, revenue, accounts and the journal over HTTP, for staff who keep the books."""

from datetime import date
from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.ledger import dto, queries
from contexts.billing.ledger.dto import By
from gotuto.http import Endpoint, may_see, operation
from gotuto.http.exports import Rows, is_wanted
from gotuto.ids import ClientId
from gotuto.paging import Page

_READERS = may_see("billing.legalentity")
_First = Annotated[date, Meta(description="The first day; the last full month without.")]
_Last = Annotated[date, Meta(description="The last day; the end of the month of `from` without.")]
_Seller = Annotated[str, Meta(max_length=16, description="Only this seller, such as main.")]

# `from` is a word of Python, so that these are no classes.
RevenueQuery = TypedDict(
    "RevenueQuery",
    {
        "from": NotRequired[_First],
        "to": NotRequired[_Last],
        "by": NotRequired[Annotated[By, Meta(description="`day` without.")]],
        "legal_entity": NotRequired[_Seller],
    },
)
StatementQuery = TypedDict("StatementQuery", {"client_id": UUID, "from": NotRequired[_First], "to": NotRequired[_Last]})
JournalQuery = TypedDict(
    "JournalQuery",
    {
        "from": NotRequired[_First],
        "to": NotRequired[_Last],
        "cursor": NotRequired[Annotated[str, Meta(max_length=200, description="Opaque; taken from `next`.")]],
    },
)


class ReceivablesQuery(TypedDict):
    """Of which day, and whose."""

    on: NotRequired[Annotated[date, Meta(description="What was open at the end of this day; today without.")]]
    legal_entity: NotRequired[_Seller]


class Receivables(Endpoint):
    @operation(
        allow=_READERS,
        returns=dto.Receivables,
        rows=Rows(dto.AgedClient, lambda report: Page(items=report.clients)),
    )
    def get(self, request: Request, *, query: ReceivablesQuery) -> dto.Receivables:
        """What clients owe by how long it has been due, as it was at the end of a day; beside it what they have paid ahead.

        `clients` are the thousand who owe most in each currency, the CSV has all of them, and `totals` count all of them.
        """
        most = None if is_wanted(request) else queries.MOST_CLIENTS
        return queries.receivables(
            on=query.get("on"), legal_entity=query.get("legal_entity"), most=most, now=timezone.now()
        )


class Revenue(Endpoint):
    @operation(allow=_READERS, returns=dto.Revenue, rows=Rows(dto.RevenueRow, lambda report: Page(items=report.rows)))
    def get(self, request: Request, *, query: RevenueQuery) -> dto.Revenue:
        """What was invoiced by days, weeks or months, net, tax and gross; credit notes are taken off."""
        return queries.revenue(
            first=query.get("from"),
            last=query.get("to"),
            by=query.get("by", By.DAY),
            legal_entity=query.get("legal_entity"),
            now=timezone.now(),
        )


def _lines(report: dto.Statement) -> Page[dto.AccountLine]:
    return Page(items=tuple(line for account in report.currencies for line in account.lines))


class Statement(Endpoint):
    @operation(allow=_READERS, returns=dto.Statement, rows=Rows(dto.AccountLine, _lines))
    def get(self, request: Request, *, query: StatementQuery) -> dto.Statement:
        """A client's account; what they owed before, each document and each movement of money with the balance after it."""
        return queries.statement(
            client_id=ClientId(query["client_id"]), first=query.get("from"), last=query.get("to"), now=timezone.now()
        )


class Journal(Endpoint):
    @operation(
        allow=_READERS,
        returns=dto.Journal,
        rows=Rows(dto.JournalEntry, lambda report: Page(items=report.items, next=report.next)),
    )
    def get(self, request: Request, *, query: JournalQuery) -> dto.Journal:
        """Payments, what they settle, reversals and refunds in the order in which they were booked, a hundred a page."""
        return queries.journal(
            first=query.get("from"), last=query.get("to"), cursor=query.get("cursor", ""), now=timezone.now()
        )
