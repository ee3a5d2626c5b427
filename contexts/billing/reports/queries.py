"""Questions about all documents of a time, for whoever declares taxes."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from contexts.billing.reports import dto, statements
from contexts.billing.reports.domain import filing, spans, thresholds
from contexts.billing.reports.domain.filing import Filing, Group
from contexts.billing.reports.statements import Counts
from contexts.billing.sellers import queries as sellers
from contexts.billing.sellers.dto import Seller
from contexts.billing.sellers.reading import day_of
from gotuto.money import total


class _Sold(NamedTuple):
    """What was found: the sums of the days asked for, those that went abroad in two years, and how many documents there are."""

    groups: list[Group]
    abroad: list[Group]
    counts: list[Counts]
    on_documents: Mapping[UUID, Seller]


def vat_report(
    *, first: date | None = None, last: date | None = None, legal_entity: str | None = None, now: datetime
) -> dto.VatReport:
    """Value added tax of all sellers, or of one, by return, country, category and rate, and the threshold of art. 59c.

    Without days it is about the last full month at the seller's. Raises SellerNotFound, SpanReversed, SpanTooLong.
    """
    known = sellers.sellers_asked_for(legal_entity=legal_entity)
    today = day_of(*known, now=now)
    span = spans.span(first, last, today=today)
    sold = _sold(span, today, [seller.legal_entity for seller in known])
    return dto.VatReport(
        first=span.first, last=span.last, sellers=tuple(_of_seller(seller, sold, today) for seller in known)
    )


def _sold(span: spans.Span, today: date, codes: Collection[str]) -> _Sold:
    proofs = filing.proofs(service=settings.GOTUTO_VAT_ID_SERVICE)
    groups = statements.groups(span, sellers=codes, proofs=proofs)
    abroad = statements.groups(thresholds.two_years(today), sellers=codes, proofs=proofs, is_abroad_only=True)
    ids = {group.seller_id for group in (*groups, *abroad) if group.seller_id}
    return _Sold(groups, abroad, statements.counts(span, sellers=codes), sellers.sellers_on_documents(ids=ids))


def _of_seller(seller: Seller, sold: _Sold, today: date) -> dto.SellerVat:
    filed = _filed(seller, sold.groups, sold)
    crossed = [group for group, where in _filed(seller, sold.abroad, sold) if where.is_distance_sale]
    return dto.SellerVat(
        legal_entity=seller.legal_entity,
        name=seller.name,
        country=seller.address.country if seller.address else "",
        currencies=tuple(
            _of_currency(count, [(group, where) for group, where in filed if group.currency == count.currency])
            for count in sold.counts
            if count.legal_entity == seller.legal_entity
        ),
        threshold=thresholds.threshold(seller, crossed, today=today) if thresholds.is_in_union(seller) else None,
    )


def _filed(seller: Seller, groups: list[Group], sold: _Sold) -> list[tuple[Group, Filing]]:
    """What a seller sold, and where each is declared."""
    return [
        (group, filing.filing(group, filing.seller_of(_on_document(group, sold), seller)))
        for group in groups
        if group.legal_entity == seller.legal_entity
    ]


def _on_document(group: Group, sold: _Sold) -> Seller | None:
    return None if group.seller_id is None else sold.on_documents[group.seller_id]


def _of_currency(count: Counts, filed: Iterable[tuple[Group, Filing]]) -> dto.VatOfCurrency:
    rows = filing.rows(filed)
    return dto.VatOfCurrency(
        currency=count.currency,
        rows=rows,
        net=total((row.net for row in rows), count.currency),
        tax=total((row.tax for row in rows), count.currency),
        documents=count.documents,
        credit_notes=count.credit_notes,
        without_particulars=count.without_particulars,
    )
