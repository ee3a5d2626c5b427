"""The rules of fees: a claim that money settles whole or in part, that is opened again, or that is claimed no more."""

from dataclasses import dataclass, replace

from contexts.billing.fees.dto import FeeState
from contexts.billing.fees.errors import FeeOverpaid, FeeSettled
from gotuto.money import Money


@dataclass(frozen=True, kw_only=True)
class Claim:
    """How a fee stands."""

    amount: Money
    paid: Money
    state: FeeState

    @property
    def open(self) -> Money:
        """What is claimed still; nothing of a fee that was waived."""
        return self.amount - self.paid if self.state is FeeState.OPEN else Money.zero(self.amount.currency)


def pay(claim: Claim, amount: Money) -> Claim:
    """Let money settle a fee, whole or in part. Raises FeeSettled, FeeOverpaid, CurrencyMismatch."""
    if claim.state is not FeeState.OPEN:
        raise FeeSettled(state=claim.state)
    if amount > claim.open:
        raise FeeOverpaid(amount=amount, open=claim.open)
    return replace(claim, paid=claim.paid + amount, state=FeeState.PAID if amount == claim.open else FeeState.OPEN)


def reopen(claim: Claim, amount: Money) -> Claim:
    """Take money off a fee again: it is claimed once more, unless it was waived, which stays so."""
    after = replace(claim, paid=claim.paid - amount)
    return after if claim.state is FeeState.WAIVED else replace(after, state=FeeState.OPEN)


def waive(claim: Claim) -> Claim:
    """Claim what is open no more. Raises FeeSettled for what is paid."""
    if claim.state is FeeState.PAID:
        raise FeeSettled(state=claim.state)
    return replace(claim, state=FeeState.WAIVED)
