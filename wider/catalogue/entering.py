"""A shirt in three sizes with images is entered, and found by words with typing errors; it is archived and comes back."""

from pathlib import Path

from PIL import Image, ImageDraw

from wider.money.shop import Shop
from wider.person import Person

# Sizes with their prices and bar codes.
_SIZES = {"JERSEY": ("89.00", "4006381333931"), "JERSEY-M": ("92.00", "4012345678901"), "JERSEY-L": ("95.00", "")}
_BROKEN = "4006381333932"


def play(shop: Shop) -> str:
    """Raises Failed."""
    person = shop.person("1-entering")
    _enters(person)
    _prices(person)
    _shows(person, [_drawn(shop.pictures, colour) for colour in ("firebrick", "steelblue")])
    _finds(person)
    return (
        "a product with three variants, their prices, bar codes and two images is entered, and found with typing errors"
    )


def archives(shop: Shop) -> str:
    """Raises Failed."""
    person = shop.person("8-archive")
    person.goes("/admin/catalog/product/")
    person.searches("jersey")
    person.presses("Merino jersey")
    person.presses("Delete product")
    person.reads("It is archived")
    person.looks("question")
    person.presses("Delete product")
    person.goes("/admin/catalog/product/?archive=deleted")
    person.presses("Merino jersey")
    person.presses("Restore")
    person.presses("Restore")
    person.reads("Restore: done.", "JERSEY-L")
    person.looks("restored")
    return "it is archived and restored"


def _enters(person: Person) -> None:
    person.goes("/admin/")
    person.presses("Products")
    person.presses("Add product")
    person.fills("SKU", "JERSEY")
    person.fills("Name", "Merino jersey")
    person.fills("Price (gross)", "89.00")
    person.finds("Category", "Tableware")
    person.looks("form")
    person.presses("Save and continue editing")
    person.presses("Set options")
    person.fills("Options", "Size: S, M, L")
    person.presses("Set options")
    person.reads(*_SIZES)


def _prices(person: Person) -> None:
    """Each variant has its own page, and leads back to the product."""
    for sku, (price, gtin) in _SIZES.items():
        person.presses(sku)
        person.fills("GTIN", _BROKEN)
        person.presses("Save")
        person.reads("the last of which proves the others")
        person.fills("Price (gross, EUR)", price)
        person.fills("GTIN", gtin)
        person.presses("Save")
    person.reads("from 89.00 EUR", "95.00 EUR", "4012345678901")
    person.looks("variants")


def _shows(person: Person, files: list[Path]) -> None:
    person.presses("Add images")
    person.hands_in("input[type=file]", *files)
    person.fills("Text for who cannot see it", "A jersey on a table")
    person.presses("Save")
    person.sees("img[alt='A jersey on a table']", times=2)
    person.looks("images")


def _finds(person: Person) -> None:
    person.presses("Products")
    person.searches("merno jersy")
    person.reads("JERSEY", "from 89.00 EUR")
    person.sees("#result_list img[alt='A jersey on a table']", times=1)
    person.looks("found")


def _drawn(folder: Path, colour: str) -> Path:
    image = Image.new("RGB", (1200, 900), "linen")
    ImageDraw.Draw(image).ellipse((300, 150, 900, 750), fill=colour)
    file = folder / f"{colour}.jpg"
    image.save(file)
    return file
