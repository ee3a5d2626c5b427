"""A shelf is counted, and who holds what lies on it is seen."""

from wider.money.shop import Shop

_COUNTED = {"TEA-ASSAM-100": 998, "TEA-LAPSANG-100": 1000, "TEA-EARL-GREY-100": 1003}


def counts(shop: Shop) -> str:
    """Raises Failed."""
    person = shop.person("4-count")
    person.goes("/admin/")
    person.presses("Stocktakes")
    person.presses("Add stocktake")
    person.fills("Category", "black-tea")
    person.presses("Save")
    person.reads("TEA-ASSAM-100")
    person.presses("Count")
    person.reads("Still to count", "TEA-LAPSANG-100")
    person.fills("Counted", "\n".join(f"{sku},{pieces}" for sku, pieces in _COUNTED.items()))
    person.looks("counting")
    person.presses("Count")
    person.reads("3 of 4 counted", "-2", "+3")
    person.presses("Count")
    person.fills("Counted", "TEA-DARJEELING-100 1000")
    person.presses("Count")
    person.presses("Book the differences")
    person.presses("Book the differences")
    person.reads("CLOSED", "4 of 4 counted, 4 booked")
    person.looks("booked")
    person.presses("TEA-ASSAM-100")
    person.reads("998")
    person.presses("all movements")
    person.reads("COUNT", "-2", "-6.00 EUR")
    person.looks("movements")
    return "a shelf of four SKUs is counted by pasted lines, and its differences stand in the ledger"


def holds(shop: Shop) -> str:
    """Raises Failed."""
    email = shop.street.somebody()
    sku = shop.street.sells(pieces=3, unit_cost={"amount": "4.00", "currency": "EUR"})
    number = shop.street.guest_orders({sku: 2}, email=email)["number"]
    person = shop.person("6-holding")
    person.goes("/admin/")
    person.presses("Stock items")
    person.searches(sku)
    person.presses(sku.upper())
    person.looks("item")
    person.presses("who holds them")
    person.reads(number, "HELD")
    person.looks("held")
    for _ in ("reservation", "order"):
        person.presses(number)
    person.reads(email)
    return "who holds pieces of a SKU, since and until when, is two clicks from it"
