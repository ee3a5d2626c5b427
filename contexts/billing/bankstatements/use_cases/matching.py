"""Lines that nobody has looked at yet: what is certain is booked, the rest waits with proposals. A line is done once its state says so."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q

from contexts.billing.bankfiles.domain import names, numbers
from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankfiles.models import BankAccount
from contexts.billing.bankstatements import models, statements
from contexts.billing.bankstatements.domain import matching
from contexts.billing.bankstatements.domain.pool import Pool, said_by
from contexts.billing.bankstatements.dto import Decision, LineState
from contexts.billing.bankstatements.entries import Line, book
from contexts.billing.sellers.models import SellerVersion
from gotuto.db import unit_of_work
from gotuto.ids import PaymentId

# So many lines in each transaction: the invoices that they name are locked as long as it takes.
BATCH = 200


def match_lines(*, now: datetime) -> int:
    """Look at all lines that nobody has looked at, what came in before what was taken back; how many."""
    done = 0
    for kind in (Q(amount__gte=0), Q(amount__lt=0)):
        while found := _match_batch(kind, now=now):
            done += found
    return done


@unit_of_work
def look_again(*, now: datetime) -> int:
    """Let those lines that wait without anybody having decided be looked at once more: there may be new invoices."""
    waiting = models.StatementLine.objects.filter(state__in=[LineState.PROPOSED, LineState.OPEN])
    return waiting.update(state=LineState.NEW, proposals=[], score=0, note="", decided_at=now)


@unit_of_work
def _match_batch(kind: Q, *, now: datetime) -> int:
    new = models.StatementLine.objects.filter(kind, state=LineState.NEW).order_by("account_id", "id")
    rows = list(new.select_for_update(of=("self",), skip_locked=True).select_related("account")[:BATCH])
    if not rows:
        return 0
    account = rows[0].account
    rows = [row for row in rows if row.account_id == account.id]
    lines = [row.read() for row in rows]
    pool = _pool(account, lines)
    made: list[tuple[models.StatementLine, Decision, PaymentId | None]] = []
    for row, line in zip(rows, lines, strict=True):
        decision = matching.decide(line, pool)
        sure = decision.certain
        payment = (
            None if sure is None else book(Line.of(row), sure, actor=None, reason="; ".join(sure.reasons), now=now)
        )
        made.append((row, decision, payment))
    statements.save_decisions(((row.id, decision, payment) for row, decision, payment in made), now=now)
    return len(rows)


def _pool(account: BankAccount, lines: Sequence[ReadLine]) -> Pool:
    """All that these lines may be about, by a few statements whatever they say."""
    finder = _finder(account.seller_id)
    came_in = [line for line in lines if line.amount.is_positive]
    said = {index: said_by(line) for index, line in enumerate(came_in)}
    found = {index: {one.number for one in finder.find(text)} for index, text in said.items()}
    orders = {index: set(numbers.order_keys(text)) for index, text in said.items()}
    seller = account.seller_id
    candidates = statements.named(seller, set().union(*found.values()), set().union(*orders.values()))
    known_numbers = {one.number for one in candidates}
    known_orders = {numbers.order_key(one.order_number) for one in candidates}
    silent = [
        line for index, line in enumerate(came_in) if not (found[index] & known_numbers or orders[index] & known_orders)
    ]
    ibans = statements.payers({line.iban for line in came_in if line.iban})
    payers = {client for line in silent for client in ibans.get(line.iban, ())}
    called = [words for line in silent if len(words := names.words(line.name)) > 1]
    payers |= statements.clients_called(called)
    candidates += statements.of_amounts(seller, [line.amount for line in silent])
    candidates = statements.with_fees(candidates + statements.of_clients(seller, payers))
    back = [-line.amount for line in lines if line.is_reversal and not line.amount.is_positive]
    return Pool(candidates, finder=finder, ibans=ibans, earlier=statements.earlier(account.id, back))


def _finder(legal_entity: str) -> numbers.Finder:
    """By the numbers of all times: a payer may write one of last year."""
    told = [one.told().patterns for one in SellerVersion.objects.filter(legal_entity=legal_entity).order_by("-version")]
    return numbers.Finder([one["invoice"] for one in told], [one["credit_note"] for one in told])
