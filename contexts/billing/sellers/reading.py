"""Clocks of sellers: when a day begins and ends for whoever keeps their books."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.dto import Seller


def clock_of(*known: Seller) -> ZoneInfo:
    """By whose clock days begin: that of the seller through the shop, if it is one of them."""
    first = min(known, key=lambda seller: seller.legal_entity != MAIN)
    return ZoneInfo(first.time_zone or settings.TIME_ZONE)


def day_of(*known: Seller, now: datetime) -> date:
    """The date by that clock."""
    return now.astimezone(clock_of(*known)).date()
