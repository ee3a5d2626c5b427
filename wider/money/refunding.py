"""Staff send money back: a part through the gateway, and by hand what was transferred."""

from wider.money.buying import pays
from wider.money.shop import Shop
from wider.person import Person

_PAYMENT = "a[href*='/admin/billing/payment/'][href$='/change/']"


def play(shop: Shop) -> str:
    """Raises Failed."""
    person = shop.person("2-refund")
    _by_gateway(shop, person)
    _by_hand(shop, person)
    return "staff refund a part by the gateway and all by hand"


def _by_gateway(shop: Shop, person: Person) -> None:
    email = shop.street.somebody()
    _opens_payment(person, pays(shop, email))
    person.presses("Refund")
    person.fills("Amount", "100")
    person.fills("Reason", "One cup arrived broken.")
    person.presses("Refund")
    person.reads("Only 24.90 EUR of this payment can still be refunded")
    person.looks("too-much")
    person.fills("Amount", "5.00")
    person.presses("Refund")
    person.reads("Refund: done.", "19.90 EUR", "SUCCEEDED", "One cup arrived broken.")
    person.looks("refunded")
    shop.mail(email, "Your refund")


def _by_hand(shop: Shop, person: Person) -> None:
    email = shop.street.somebody()
    order = str(shop.order(email=email)["id"])
    person.goes(f"/admin/order/order/{order}/change/")
    person.presses("INV-")
    person.presses("Record a payment")
    person.fills("Reference", "transfer 1")
    person.presses("Record a payment")
    person.reads("Record a payment: done.", "PAID")
    _opens_payment(person, order)
    person.presses("Refund")
    person.fills("Reason", "Sent twice.")
    person.presses("Refund")
    person.reads("SENT BACK", "TO BE PAID OUT", "by hand")
    person.looks("to-be-paid-out")
    person.goes("/admin/")
    person.presses("Refunds to be paid out")
    person.clicks("table a[href$='/change/'], table a[href*='/change/?']", and_goes=True)
    person.presses("Paid out")
    person.fills("Reference", "transfer 2")
    person.presses("Paid out")
    person.reads("Paid out: done.", "SUCCEEDED")
    person.looks("paid-out")
    shop.mail(email, "Your refund")


def _opens_payment(person: Person, order: str) -> None:
    person.goes(f"/admin/order/order/{order}/change/")
    person.presses("INV-")
    person.clicks(_PAYMENT, and_goes=True)
