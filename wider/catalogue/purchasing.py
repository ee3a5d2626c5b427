"""Goods are ordered of a supplier and come in two parts; the shelves and their value tell."""

from wider.money.shop import Shop
from wider.person import Person

_COSTS = {"CUP-STONEWARE": "6.50", "POT-CAST-IRON": "31.00", "STRAINER-STEEL": "2.10"}


def play(shop: Shop) -> str:
    """Raises Failed."""
    person = shop.person("5-purchase")
    _knows(person)
    _orders(person)
    _receives(person)
    person.presses("Stock value")
    person.reads("EUR")
    person.looks("value")
    return "three SKUs are ordered of a new supplier and received in two parts, with what they are worth"


def _knows(person: Person) -> None:
    person.goes("/admin/")
    person.presses("Suppliers")
    person.presses("Add supplier")
    person.fills("Name", "Pots and Pans")
    person.presses("Save")
    for sku, cost in _COSTS.items():
        person.presses("Add goods")
        person.fills("SKU", sku)
        person.fills("Cost of a piece", cost)
        person.presses("Save")
        person.reads(sku)
    person.looks("supplier")


def _orders(person: Person) -> None:
    person.presses("Purchase orders")
    person.presses("Add purchase order")
    person.chooses("Supplier", "Pots and Pans")
    person.fills("Pieces", "\n".join(f"{sku} 10" for sku in _COSTS))
    person.looks("order")
    person.presses("Save")
    person.reads("30", "396.00 EUR")
    person.presses("Place")
    person.presses("Place")
    person.reads("PLACED")


def _receives(person: Person) -> None:
    person.presses("Receive")
    person.fills("Has come", "CUP-STONEWARE 10\nPOT-CAST-IRON 4")
    person.fills("Delivery note", "DN-1")
    person.looks("part")
    person.presses("Receive")
    person.reads("14 of 30")
    person.presses("Receive")
    person.looks("rest")
    person.presses("Receive")
    person.reads("RECEIVED", "30 of 30")
    person.looks("received")
    person.presses("POT-CAST-IRON")
    person.reads("1,010", "EUR")
    person.looks("stock")
