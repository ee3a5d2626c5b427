"""Money that goes back: a reversal or a return belongs to the payment that it takes back."""

from collections.abc import Iterator

from contexts.billing.bankfiles.dto import ReadLine
from contexts.billing.bankstatements.domain.pool import Pool
from contexts.billing.bankstatements.dto import Decision, EarlierLine, LineState, Proposal

_CERTAIN, _LIKELY, _AMOUNT = 95, 60, 30


def decide_reversal(line: ReadLine, pool: Pool) -> Decision:
    """Which payment a debit takes back; one that takes nothing back is none of ours."""
    if not line.is_reversal:
        return Decision(state=LineState.IGNORED, note="Money went out, and takes no payment back.")
    found = [(earlier, list(_ties(line, earlier))) for earlier in pool.earlier(-line.amount)]
    tied = [(earlier, ties) for earlier, ties in found if ties]
    # Somebody who pays the same each month has one account, and a reference for each time.
    most = max((len(ties) for _, ties in tied), default=0)
    tied = [(earlier, ties) for earlier, ties in tied if len(ties) == most]
    if len(tied) == 1:
        certain = tuple(_proposal(earlier, ties, _CERTAIN) for earlier, ties in tied)
        return Decision(state=LineState.MATCHED, proposals=certain)
    if not found:
        return Decision(state=LineState.OPEN, note="It takes back a payment of this amount that is not known here.")
    proposals = [_proposal(earlier, ties, _LIKELY if ties else _AMOUNT) for earlier, ties in tied or found]
    return Decision(state=LineState.PROPOSED, proposals=tuple(proposals[:5]))


def _ties(line: ReadLine, earlier: EarlierLine) -> Iterator[str]:
    """What two lines have in common beside the amount."""
    if earlier.booked_on > line.booked_on:
        return
    if line.bank_reference and line.bank_reference == earlier.bank_reference:
        yield "it has the bank's reference of the payment"
    if line.end_to_end and line.end_to_end == earlier.end_to_end:
        yield "it has the payer's reference of the payment"
    if line.iban and line.iban == earlier.iban:
        yield "it goes to the account that paid"
    if line.text and earlier.text and earlier.text in line.text:
        yield "it repeats what the payment said"


def _proposal(earlier: EarlierLine, ties: list[str], score: int) -> Proposal:
    booked = f"{earlier.amount} came in on {earlier.booked_on:%Y-%m-%d}"
    return Proposal(payment_id=earlier.payment_id, score=score, reasons=(booked, *ties))
