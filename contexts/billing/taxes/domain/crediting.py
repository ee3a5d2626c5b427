"""Shares of a tax group for credit notes: proportional, and the last one takes what is left."""

from collections.abc import Sequence

from contexts.billing.taxes.domain.pricing import TaxGroup
from gotuto.money import Money, total


def credit(groups: Sequence[TaxGroup], *, credited: Sequence[TaxGroup], amount: Money) -> tuple[TaxGroup, ...]:
    """An amount of a document, shared by largest remainder over what is left of its groups.

    `credited` are the groups of all credits before, in any order. Raises ValueError for more than is left.
    """
    before = [credited_of(group, credited) for group in groups]
    left = [group.gross - done.gross for group, done in zip(groups, before, strict=True)]
    parts = amount.split([one.minor_units for one in left])
    shares = zip(groups, before, parts, strict=True)
    return tuple(credit_share(group, credited=done, gross=part) for group, done, part in shares if part.is_positive)


def credit_share(group: TaxGroup, *, credited: TaxGroup, gross: Money) -> TaxGroup:
    """A gross amount of a group with its part of the tax. Raises ValueError for more than is left."""
    left_net, left_tax = group.net - credited.net, group.tax - credited.tax
    if gross > left_net + left_tax:
        raise ValueError("More is to be credited than is left.")
    if gross.is_zero:
        return _group(group, net=gross, tax=gross)
    tax = Money.round(group.tax.amount * gross.amount / group.gross.amount, gross.currency)
    # Never more tax than is left, nor more net: the last part takes the roundings of those before.
    tax = max(min(tax, left_tax), gross - left_net)
    return _group(group, net=gross - tax, tax=tax)


def credit_net_share(group: TaxGroup, *, credited: TaxGroup, net: Money) -> TaxGroup:
    """A net amount of a group with its part of the tax on top. Raises ValueError for more than is left."""
    left_net, left_tax = group.net - credited.net, group.tax - credited.tax
    if net > left_net:
        raise ValueError("More is to be credited than is left.")
    if net.is_zero:
        return _group(group, net=net, tax=net)
    if net == left_net:
        return _group(group, net=net, tax=left_tax)
    tax = Money.round(group.tax.amount * net.amount / group.net.amount, net.currency)
    return _group(group, net=net, tax=min(tax, left_tax))


def credited_of(group: TaxGroup, credited: Sequence[TaxGroup]) -> TaxGroup:
    """What was credited of a group so far."""
    alike = [one for one in credited if _key(one) == _key(group)]
    currency = group.gross.currency
    return _group(
        group, net=total((one.net for one in alike), currency), tax=total((one.tax for one in alike), currency)
    )


def _key(group: TaxGroup) -> tuple[object, ...]:
    return group.rate, group.category, group.exemption


def _group(like: TaxGroup, *, net: Money, tax: Money) -> TaxGroup:
    return TaxGroup(
        rate=like.rate,
        category=like.category,
        exemption=like.exemption,
        lines=net + tax,
        discount=Money.zero(net.currency),
        net=net,
        tax=tax,
        gross=net + tax,
    )
