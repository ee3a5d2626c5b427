"""Prices that are changed by a share or an amount, and rounded as a shop rounds them."""

from decimal import ROUND_HALF_UP, Decimal

from contexts.catalog.prices.dto import PriceRule
from contexts.catalog.prices.errors import RuleInvalid
from gotuto.money import Money

MOST_PERCENT = 1_000


def check(rule: PriceRule) -> None:
    """Raises RuleInvalid."""
    if not -100 < rule.percent <= MOST_PERCENT:
        raise RuleInvalid(where="percent", why=f"It is more than -100 and at most {MOST_PERCENT}.")
    if not rule.percent and not rule.amount:
        raise RuleInvalid(where="percent", why="Say by how much, in per cent or as an amount.")
    if not 0 <= rule.less <= rule.step:
        raise RuleInvalid(
            where="step", why="Prices are rounded to a multiple of a step, and what is taken off is no more."
        )


def repriced(price: Money, rule: PriceRule) -> Money:
    """Another price by the rule: share, then amount, rounded half up to a multiple of the step, less what makes it end in 9."""
    amount = price.amount * (100 + rule.percent) / 100 + rule.amount
    if rule.step:
        amount = (amount / rule.step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * rule.step
    return Money.round(amount - rule.less, price.currency)
