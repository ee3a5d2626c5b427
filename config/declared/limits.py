"""Limits that keep one stranger from using up the shop: its stock, its mail server, its time."""

from gotuto.configuration import Derived, Section, Setting, kinds
from gotuto.configuration.kinds import Kind

RATE = kinds.matching(r"off|[1-9]\d{0,8}/min", "off or a number a minute, such as 30/min")
_NUMBER = kinds.or_off(kinds.whole(1))


def _limit(name: str, usual: str, meaning: str, *, kind: Kind = _NUMBER) -> Setting:
    """A limit that holds where limits do, unless somebody sets it by itself."""
    words = f"`{usual}`, without `GOTUTO_LIMITS` `off`"
    default = Derived(("GOTUTO_LIMITS",), lambda on: usual if on else "off", words)
    return Setting(name=name, kind=kind, default=default, meaning=meaning)


LIMITS = Section(
    "Limits: what a buyer may do",
    (
        Setting(
            name="GOTUTO_LIMITS",
            kind=kinds.FLAG,
            default="on",
            shared=True,
            meaning="Whether those of these limits hold that are not set one by one. Staff are not limited. An address is "
            "that of the network: of IPv6 the first 64 bits.",
        ),
        _limit("GOTUTO_RATE_GUEST_CART", "60/min", "New carts of guests from one address.", kind=RATE),
        _limit("GOTUTO_RATE_GUEST_ORDER", "10/min", "New orders of guests from one address.", kind=RATE),
        _limit("GOTUTO_UNPAID_PER_EMAIL", "5", "Orders of one e-mail address on which nothing was paid yet."),
        _limit("GOTUTO_UNPAID_PER_ADDRESS", "20", "The same for one address."),
        _limit("GOTUTO_ORDER_LINES", "100", "Different products in one order.", kind=kinds.or_off(kinds.whole(1, 100))),
        _limit(
            "GOTUTO_LINE_PIECES",
            "1000",
            "Pieces of one product in one order.",
            kind=kinds.or_off(kinds.whole(1, 10_000)),
        ),
        _limit(
            "GOTUTO_GUEST_PIECES",
            "10",
            "Pieces of one product in one order without an account; more, if that is no more than `GOTUTO_GUEST_SHARE` of "
            "those that are free.",
        ),
        Setting(
            name="GOTUTO_GUEST_SHARE",
            kind=kinds.share(decimals=4),
            default="0.1",
            meaning="The part of what is free of a product that one order without an account may have, where "
            "`GOTUTO_GUEST_PIECES` is not off.",
        ),
        _limit(
            "GOTUTO_MAILS_PER_HOUR",
            "10",
            "Mails to one e-mail address that anybody can cause by ordering; what is more waits, and is sent later.",
        ),
    ),
)
