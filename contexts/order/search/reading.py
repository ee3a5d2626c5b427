"""How words, addresses and goods name orders."""

import re

from django.db.models import Q

from contexts.order.orders import models
from gotuto import search
from gotuto.ids import Sku
from gotuto.text.email_address import spellings

_NUMBER = re.compile(r"(?:A-)?0*([0-9]{1,12})", re.IGNORECASE)


_NOTHING = Q(pk__in=[])


def spelled(*, words: str) -> str | None:
    """The number of an order that somebody writes as "a-001001" or "1001"; None if it is none."""
    number = _NUMBER.fullmatch(words.strip())
    return None if number is None else f"A-{int(number[1]):06d}"


def named_by(*, words: str) -> Q | None:
    """The orders that these words name by their number or their buyer; None if there is nothing to look for."""
    if (number := spelled(words=words)) is not None:
        return Q(number=number)
    buyers = search.found(models.PEOPLE, words)
    return None if buyers is None else Q(id__in=models.OrderParty.objects.filter(buyers).values("order_id"))


def with_words(words: str) -> Q:
    """The orders that these words name; none where they name nothing."""
    return named_by(words=words) or _NOTHING


def of_buyer(email: str) -> Q:
    """The orders of whoever has this address."""
    return Q(id__in=models.OrderParty.objects.filter(email__in=spellings(email)).values("order_id"))


def with_sku(sku: Sku) -> Q:
    """The orders with a line of these goods."""
    return Q(id__in=models.OrderLine.objects.filter(sku=sku).values("order_id"))
