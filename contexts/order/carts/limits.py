"""What the shop allows those who order: how much a cart may hold, how many orders may be open, how much stock a guest gets.

All of it is set from outside; None stands for what is not limited.
"""

from django.conf import settings

from contexts.inventory.dto import Allowance
from contexts.order.access import Viewer
from contexts.order.carts import locks
from contexts.order.carts.domain import CartLimits
from contexts.order.carts.dto import BuyerLimits
from gotuto.http.limits import per_minute
from gotuto.ids import CustomerId


def of_cart(*, by_staff: bool) -> CartLimits:
    """Staff fill a cart with whatever was agreed with the buyer."""
    if by_staff:
        return CartLimits()
    return CartLimits(lines=settings.GOTUTO_ORDER_LINES, pieces=settings.GOTUTO_LINE_PIECES)


def of_buyer(viewer: Viewer, network: str) -> BuyerLimits | None:
    """What holds for who orders from a network; nothing for staff, and nothing where nothing is limited."""
    limits = BuyerLimits(
        network=network,
        guest_orders=per_minute(locks.SCOPE, settings.GOTUTO_RATES),
        unpaid_of_email=settings.GOTUTO_UNPAID_PER_EMAIL,
        unpaid_of_network=settings.GOTUTO_UNPAID_PER_ADDRESS,
    )
    return None if viewer.is_staff or not network or limits == BuyerLimits(network=network) else limits


def stock(*, customer_id: CustomerId | None) -> Allowance | None:
    """How much of each SKU an order may have; a customer's is not limited."""
    if customer_id is not None or settings.GOTUTO_GUEST_PIECES is None:
        return None
    return Allowance(pieces=settings.GOTUTO_GUEST_PIECES, share=settings.GOTUTO_GUEST_SHARE)
