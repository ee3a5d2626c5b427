"""What a refused placement leaves to the buyer: the cart, which they may mend and order again."""

from contexts.order.carts import statements
from contexts.order.orders.domain.order import CANCELLED_ON_REQUEST, Order
from gotuto.sagas import Refusal
from gotuto.sagas.stopping import STOPPED

# Who called the order off wanted it to end; a cart opens again only for those who still want it.
WISHES = (CANCELLED_ON_REQUEST, STOPPED)


def let_mend(order: Order, refusal: Refusal) -> None:
    """Let the next change of its cart take the order off, unless somebody wished its end."""
    if refusal.code not in WISHES:
        statements.let_reopen(order.cart_id)
