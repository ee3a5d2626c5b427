"""What a line is: points for all that speaks for an invoice, and only what is certain is booked without somebody looking.

A number or the order stands in the text                60
A number without its letters                            45
The amount is what is due                               30
The amount was the total of an invoice that is settled  25
Dues of several invoices come to the amount             35
Both also where the fees beside them are paid with it
The name agrees                                         20, a word of it 10
The account has paid for this client before             25
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from contexts.billing.bankfiles.domain import names
from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankstatements.domain.pool import Named, Pool
from contexts.billing.bankstatements.domain.reversals import decide_reversal
from contexts.billing.bankstatements.dto import Candidate, Decision, LineState, Part, Proposal
from gotuto.ids import ClientId
from gotuto.money import Money, total

CERTAIN = 80
_MOST_PROPOSALS = 5
_DUE, _SETTLED, _SUM, _ACCOUNT, _NAME, _WORD, _ONLY = 30, 25, 35, 25, 20, 10, 10


def decide(line: ReadLine, pool: Pool) -> Decision:
    """What is made of a line; the pool knows from then on what was booked."""
    decision = _decided(line, pool)
    if decision.certain is not None:
        pool.book(decision.certain)
    return decision


def _decided(line: ReadLine, pool: Pool) -> Decision:
    if line.amount.is_zero:
        return Decision(state=LineState.IGNORED, note="No money moved.")
    if not line.amount.is_positive:
        return decide_reversal(line, pool)
    if line.is_reversal:
        return Decision(state=LineState.OPEN, note="Money that had gone out came back; it is no client's payment.")
    named = pool.named(line)
    fitting = [one for one in named if one.invoice.due.currency == line.amount.currency]
    if named and not fitting:
        other = named[0].invoice
        note = f"{other.number} is in {other.due.currency}, and {line.amount.currency} came in."
        return Decision(state=LineState.OPEN, note=note)
    return _chosen(list(_by_name(line, fitting, pool) if fitting else _by_the_rest(line, pool)))


def _chosen(proposals: list[Proposal]) -> Decision:
    ranked = sorted(proposals, key=lambda one: -one.score)[:_MOST_PROPOSALS]
    if not ranked:
        return Decision(state=LineState.OPEN, note="It names no invoice, and no amount or payer is known.")
    # What is certain has no other proposal beside it: all that is named belongs to one client.
    is_certain = ranked[0].score >= CERTAIN
    return Decision(state=LineState.MATCHED if is_certain else LineState.PROPOSED, proposals=tuple(ranked))


def _by_name(line: ReadLine, named: Sequence[Named], pool: Pool) -> Iterable[Proposal]:
    """What invoices that are named say: one alone, or several of a client together."""
    clients: dict[ClientId, list[Named]] = {}
    for one in named:
        clients.setdefault(one.invoice.client_id, []).append(one)
    for client, theirs in clients.items():
        proposal = _several(line, client, theirs, pool) if len(theirs) > 1 else _single(line, theirs[0], pool)
        if len(clients) > 1:
            # Whose money it is, somebody has to say.
            reasons = (*proposal.reasons, f"invoices of {len(clients)} clients are named")
            proposal = replace(proposal, score=min(proposal.score, CERTAIN - 1), reasons=reasons)
        yield proposal


def _single(line: ReadLine, named: Named, pool: Pool) -> Proposal:
    one, score, how = named
    due = pool.due(one)
    more, why = _by_amount(line.amount, one, due, pool.with_fees([one], due.currency))
    payer, who = _by_payer(line, one, pool)
    most = 100
    if line.amount < due and not one.takes_parts:
        most, why = CERTAIN - 1, "it is paid in too many parts already to take another"
    return Proposal(
        client_id=one.client_id,
        parts=_parts([one], line.amount, pool),
        score=min(most, score + more + payer),
        reasons=(how, why, *who),
    )


def _by_amount(amount: Money, one: Candidate, due: Money, with_fees: Money) -> tuple[int, str]:
    if amount == due:
        return _DUE, "the amount is what is due"
    if amount == with_fees:
        return _DUE, "the amount is what is due with the fees" if due.is_positive else "the amount is the open fees"
    if due.is_zero:
        settled = "it is settled already, so that this is the client's balance"
        return (_SETTLED, settled) if amount == one.total else (0, settled)
    if amount < due:
        return 0, f"a part of the {due} that are due"
    return 0, f"more than the {due} that are due"


def _by_payer(line: ReadLine, one: Candidate, pool: Pool) -> tuple[int, list[str]]:
    points, reasons = 0, []
    agreement = names.agreement(line.name, one.name)
    if agreement:
        points += _NAME if agreement > 1 else _WORD
        reasons.append("the name agrees" if agreement > 1 else "a word of the name agrees")
    if pool.is_known_payer(line, one.client_id):
        points += _ACCOUNT
        reasons.append("this account has paid for the client before")
    return points, reasons


def _several(line: ReadLine, client: ClientId, named: Sequence[Named], pool: Pool) -> Proposal:
    invoices = [one.invoice for one in named]
    dues = total((pool.due(one) for one in invoices), line.amount.currency)
    least = min(one.score for one in named)
    payer, who = _by_payer(line, invoices[0], pool)
    with_fees = pool.with_fees(invoices, line.amount.currency)
    adds_up = line.amount in (dues, with_fees)
    if adds_up:
        fees = "" if dues == line.amount else " with their fees"
        why = f"the dues of {len(invoices)} invoices{fees} come to the amount"
    else:
        why = f"{len(invoices)} invoices are named, of which {dues} are due"
    score = least + payer + (_SUM if adds_up else 0)
    return Proposal(
        client_id=client,
        parts=_parts(invoices, line.amount, pool),
        # Which of them is meant to be paid in part, nobody can know.
        score=min(100, score) if adds_up else min(CERTAIN - 1, score),
        reasons=(*(one.how for one in named), why, *who),
    )


def _by_the_rest(line: ReadLine, pool: Pool) -> Iterable[Proposal]:
    """What amount and payer say where nothing is named; that alone is never certain."""
    same = pool.of_amount(line.amount)
    for one in same:
        payer, who = _by_payer(line, one, pool)
        only = [] if len(same) > 1 else ["no other invoice that is open has it"]
        score = _DUE + payer + (_ONLY if only else 0)
        yield Proposal(
            client_id=one.client_id,
            parts=(Part(invoice_id=one.id, amount=line.amount),),
            score=min(CERTAIN - 1, score),
            reasons=("the amount is what is due", *only, *who),
        )
    for client, invoices in pool.clients():
        payable = [one for one in invoices if pool.due(one).currency == line.amount.currency]
        if payable and not any(one.client_id == client for one in same):
            yield from _of_client(line, client, payable, pool)


def _of_client(line: ReadLine, client: ClientId, invoices: list[Candidate], pool: Pool) -> Iterable[Proposal]:
    """A payer who is known and said nothing: what they owe, the oldest first."""
    points, who = _by_payer(line, invoices[0], pool)
    if points < _NAME:
        return
    dues = total((pool.due(one) for one in invoices), line.amount.currency)
    with_fees = pool.with_fees(invoices, line.amount.currency)
    adds_up = line.amount in (dues, with_fees)
    yield Proposal(
        client_id=client,
        parts=_parts(invoices, line.amount, pool),
        score=min(CERTAIN - 1, points + (_SUM if adds_up else 0)),
        reasons=(*who, "all that they owe comes to the amount" if adds_up else "what they owe, the oldest first"),
    )


def _parts(invoices: Sequence[Candidate], amount: Money, pool: Pool) -> tuple[Part, ...]:
    """As much of each as is due, as far as the amount goes: the invoices first, then the fees beside them."""
    parts, left = [], amount
    for one in pool.owed(invoices):
        taken = min(left, one.amount)
        if taken.is_positive:
            parts.append(replace(one, amount=taken))
            left -= taken
    return tuple(parts)
