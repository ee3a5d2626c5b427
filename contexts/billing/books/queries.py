"""Looking at the books: every link of every chain is made anew from the document that it seals.

What is proven: that no sealed document was changed, added, or taken out by anybody who cannot write the whole chain anew. Who
can is found out by a root that was printed before.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain as in_turn
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from contexts.billing.books import dto
from contexts.billing.books.dto import Finding, Root
from contexts.billing.invoices.domain.content import content_hash
from contexts.billing.invoices.models import Invoice
from contexts.billing.lines.domain import Bill
from contexts.billing.numbers.domain import GENESIS, Link, after
from contexts.billing.numbers.models import NumberCounter, Seal
from gotuto.fingerprints import fingerprint

_BATCH = 500


def verify(*, printed: Sequence[Root] = ()) -> dto.Verification:
    """Make every link anew, and compare; with the roots that somebody printed before. Reads all documents, some at a time."""
    seen = _Seen()
    findings = list(_wrong(seen, printed))
    unsealed = Invoice.objects.filter(number__isnull=False, content_hash__isnull=True).count()
    return dto.Verification(
        sealed=seen.sealed, gone=seen.gone, unsealed=unsealed, findings=tuple(findings), roots=tuple(seen.roots)
    )


def roots(*, day: date) -> tuple[Root, ...]:
    """The ends of all chains after a day, of those years in which something was issued until then."""
    latest = (
        Seal.objects.filter(issue_date__lte=day)
        .order_by("legal_entity", "series", "year", "-sequence")
        .distinct("legal_entity", "series", "year")
    )
    return tuple(_root(seal, day, after(bytes(seal.previous), _link(seal))) for seal in latest)


class Chain(NamedTuple):
    """Whose seals follow one another."""

    legal_entity: str
    year: int
    series: str


@dataclass
class _Seen:
    sealed: int = 0
    gone: int = 0
    roots: list[Root] = field(default_factory=list)


def _wrong(seen: _Seen, printed: Sequence[Root]) -> Iterator[Finding]:
    for chain in _chains(printed):
        yield from _wrong_chain(chain, seen, _by_sequence(root for root in printed if _chain_of(root) == chain))
    never_sealed = Invoice.objects.filter(number__isnull=False, content_hash__isnull=False).exclude(
        Exists(Seal.objects.filter(pk=OuterRef("pk")))
    )
    for number in never_sealed.order_by("legal_entity", "year", "series", "sequence").values_list("number", flat=True):
        yield Finding(number=number or "", says="has no seal")


def _chains(printed: Sequence[Root]) -> list[Chain]:
    """Every chain that a counter, a seal or a printed root knows of: none of the three can hide it by being deleted."""
    known = {
        Chain(*row)
        for model in (NumberCounter, Seal)
        for row in model._default_manager.values_list(*Chain._fields).distinct()
    }
    return sorted(known | {_chain_of(root) for root in printed})


def _chain_of(root: Root) -> Chain:
    return Chain(root.legal_entity, root.year, root.series)


def _by_sequence(printed: Iterable[Root]) -> dict[int, list[Root]]:
    """The same root may have been printed on several days; the first comes first."""
    found: dict[int, list[Root]] = {}
    for root in sorted(printed, key=lambda root: root.day):
        found.setdefault(root.sequence, []).append(root)
    return found


def _wrong_chain(chain: Chain, seen: _Seen, printed: dict[int, list[Root]]) -> Iterator[Finding]:
    end, last = GENESIS, None
    for seal, invoice in _sealed(chain):
        seen.sealed += 1
        seen.gone += seal.gone_on is not None
        if bytes(seal.previous) != end:
            yield Finding(number=seal.number, says="does not follow the seal before it")
        yield from _wrong_document(seal, invoice)
        end, last = after(bytes(seal.previous), _link(seal)), seal
        for told in printed.pop(seal.sequence, ()):
            if told.root != end.hex():
                yield Finding(number=seal.number, says=f"is not what was printed on {told.day}: {told.root}")
    if last is not None:
        seen.roots.append(_root(last, last.issue_date, end))
    yield from _wrong_end(chain, end, last)
    for told in in_turn.from_iterable(printed.values()):
        yield Finding(number=told.number, says=f"is gone with its seal, but was printed on {told.day}")


def _wrong_end(chain: Chain, end: bytes, last: Seal | None) -> Iterator[Finding]:
    counter = NumberCounter.objects.filter(**chain._asdict()).first()
    known = GENESIS if counter is None or counter.root is None else bytes(counter.root)
    if known != end:
        number = f"{chain.series} {chain.year}" if last is None else last.number
        yield Finding(number=number, says="is not the end of the chain that its counter knows")


def _sealed(chain: Chain) -> Iterator[tuple[Seal, Invoice | None]]:
    """Every seal of a chain with its document, in the order of their numbers."""
    seals = Seal.objects.filter(**chain._asdict())
    last = 0
    while batch := list(seals.filter(sequence__gt=last).order_by("sequence")[:_BATCH]):
        rows = Invoice.objects.select_related("seller").prefetch_related("lines", "tax_lines", "allocations")
        known = rows.in_bulk([seal.id for seal in batch])
        yield from ((seal, known.get(seal.id)) for seal in batch)
        last = batch[-1].sequence


def _wrong_document(seal: Seal, row: Invoice | None) -> Iterator[Finding]:
    if row is None:
        if seal.gone_on is None:
            yield Finding(number=seal.number, says="is gone, and not by retention")
        return
    if _content_hash(row) != bytes(seal.content_hash):
        yield Finding(number=seal.number, says="was changed: its content is not what was sealed")
    said = (row.legal_entity, row.series, row.year, row.sequence, row.number, row.issue_date, row.due_date)
    if said != (seal.legal_entity, seal.series, seal.year, seal.sequence, seal.number, seal.issue_date, seal.due_date):
        yield Finding(number=seal.number, says="has another number or date than was sealed")
    if row.seller is None or fingerprint(row.seller.content) != bytes(seal.seller_hash):
        yield Finding(number=seal.number, says="has another seller than was sealed")


def _content_hash(row: Invoice) -> bytes:
    invoice = row.to_dto()
    bill = Bill(
        lines=invoice.lines,
        tax_lines=invoice.tax_lines,
        net=invoice.net,
        tax=invoice.tax,
        total=invoice.total,
        discount=invoice.discount,
        has_net_prices=not invoice.prices_include_tax,
    )
    return content_hash(
        kind=invoice.kind,
        buyer=invoice.buyer,
        bill=bill,
        particulars=row.particulars(),
        reference=invoice.reference,
        nonce=bytes(row.nonce or b""),
    )


def _link(seal: Seal) -> Link:
    return Link(
        legal_entity=seal.legal_entity,
        series=seal.series,
        year=seal.year,
        sequence=seal.sequence,
        number=seal.number,
        issue_date=seal.issue_date,
        due_date=seal.due_date,
        content_hash=bytes(seal.content_hash),
        seller_hash=bytes(seal.seller_hash),
    )


def _root(seal: Seal, day: date, end: bytes) -> Root:
    return Root(
        legal_entity=seal.legal_entity,
        series=seal.series,
        year=seal.year,
        sequence=seal.sequence,
        number=seal.number,
        day=day,
        root=end.hex(),
    )
