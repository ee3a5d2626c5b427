"""A product speaks German, has a price of tomorrow and one in francs; a category moves with all below it."""

from datetime import UTC, datetime, timedelta

from wider.money.shop import Shop
from wider.person import Person

_GOODS = "/admin/catalog/product/?q=tea+strainer"


def play(shop: Shop) -> str:
    """Raises Failed."""
    person = shop.person("7-telling")
    _translates(person)
    _prices(person)
    _moves(person)
    return "a product is translated, priced for tomorrow and in francs; a category moves with its sub-tree"


def _translates(person: Person) -> None:
    person.goes("/admin/")
    person.presses("Products")
    person.searches("tea strainer")
    person.presses("Tea strainer")
    person.presses("Translate")
    person.fills("Name", "Teesieb")
    person.fills("Description", "Feines Stahlgewebe.")
    person.looks("translation")
    person.presses("Save")
    person.reads("Teesieb", "COMPLETE")
    person.looks("translated")


def _prices(person: Person) -> None:
    person.presses("Set a price")
    person.fills("Price (gross", "7.20")
    person.sets("From", f"{datetime.now(UTC) + timedelta(days=1):%Y-%m-%dT%H:%M}")
    person.looks("tomorrow")
    person.presses("Set a price")
    person.reads("Set a price: done.")
    person.presses("Price lists")
    person.presses("Add price list")
    person.fills("Code", "CHF")
    person.fills("Name", "Switzerland")
    person.fills("Currency", "CHF")
    person.presses("Save")
    person.goes(_GOODS)
    person.presses("Tea strainer")
    person.presses("Set a price")
    person.chooses("Price list", "CHF")
    person.fills("Price (gross", "8.50")
    person.presses("Set a price")
    person.presses("All prices")
    person.reads("7.20 EUR", "WILL BE", "8.50 CHF", "HOLDS")
    person.looks("prices")


def _moves(person: Person) -> None:
    person.presses("Categories")
    person.searches("Tea")
    person.presses("Tea")
    person.finds("Stands in", "Coffee")
    person.presses("Save")
    person.reads("'Coffee' declares origin already")
    person.looks("refused")
    person.finds("Stands in", "Tableware")
    person.presses("Save")
    person.searches("tea")
    person.reads("Tableware › Tea › Black tea", "Tableware › Tea › Green tea")
    person.looks("moved")
