"""Staff call off a paid order as long as its parcel is there, and read why not once it has left."""

from wider.check import Failed
from wider.money.buying import pays
from wider.money.shop import Shop

CANCEL, SEND = "Cancel the order", "Hand to the carrier"


def play(shop: Shop) -> str:
    """Raises Failed."""
    _in_time(shop)
    _too_late(shop)
    return "staff cancel a paid order, and read why not once its parcel has left"


def _in_time(shop: Shop) -> None:
    person, email = shop.person("3-cancel"), shop.street.somebody()
    page = f"/admin/order/order/{pays(shop, email)}/change/"
    person.goes(page)
    person.presses(CANCEL)
    person.looks("question")
    person.fills("Reason", "The cup is broken.")
    person.presses(CANCEL)
    person.reads(f"{CANCEL}: done.")
    told = shop.mail(email, "Your order was cancelled")
    if "24.90 EUR  the way it came" not in told:
        raise Failed(f"the mail does not say what goes back: {told}")
    person.goes(page)
    person.reads("CANCELLED", "The cup is broken.", "24.90 EUR, sandbox", "CREDIT NOTE")
    person.looks("cancelled")


def _too_late(shop: Shop) -> None:
    person, email = shop.person("3-too-late"), shop.street.somebody()
    page = f"/admin/order/order/{pays(shop, email)}/"
    person.goes(f"{page}change/")
    person.presses(SEND)
    person.fills("Carrier", "DHL")
    person.fills("Tracking number", "JD01")
    person.presses(SEND)
    person.reads(f"{SEND}: done.", "SHIPPED", "No: the carrier has the parcel.")
    if CANCEL in person.reads():
        raise Failed("an order that has left still has the button that cancels it")
    person.goes(f"{page}cancel_this/")
    person.reads("this cannot be done any more")
    person.looks("refused")
