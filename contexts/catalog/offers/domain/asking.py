"""What a buyer is asked where a price list says something, in plain Python."""

from gotuto.money import Money


def asked(*, own: Money, listed: Money) -> Money:
    """What the list says, unless everybody pays less in the same currency: to be in a group makes nothing dearer."""
    return own if own.currency == listed.currency and own < listed else listed
