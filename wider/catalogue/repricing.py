"""Prices of many goods change: of a list that is searched, by one rule, and by a file that is exported, changed and imported."""

import csv
import io
from pathlib import Path

import httpx

from wider.catalogue.reading import prices
from wider.check import Failed
from wider.checks.browser import session
from wider.money.shop import Shop
from wider.person import Person

# Of the list that is filtered, and of the file.
_SHELF, _OTHERS = "Shelf 10", "Shelf 11"
_MOST = 50


def play(shop: Shop) -> str:
    """Raises Failed."""
    count = _by_rule(shop)
    return (
        f"{count} prices go down by a tenth, {_by_file(shop)} change by a file, one line of which is told to be wrong"
    )


def _by_rule(shop: Shop) -> int:
    person, before = shop.person("2-rule"), prices(shop, _SHELF)
    person.goes("/admin/")
    person.presses("Products")
    person.presses("Filters", and_goes=False)
    person.presses(f"› {_SHELF}")
    person.clicks("#action-toggle")
    if len(before) > _MOST:
        person.presses(f"Select all {len(before)} products", and_goes=False)
    person.picks("select[name=action]", "Change prices")
    person.presses("Run")
    person.fills("By per cent", "-10")
    person.fills("Reason", "Winter sale")
    person.looks("question")
    person.presses("Change prices")
    person.reads("DONE", f"{len(before)} of {len(before)}")
    person.looks("done")
    after = prices(shop, _SHELF)
    if any(after[sku] >= price for sku, price in before.items()):
        raise Failed(f"prices of {_SHELF} did not go down")
    return len(before)


def _by_file(shop: Shop) -> int:
    person = shop.person("3-file")
    person.goes("/admin/")
    person.presses("Products")
    file, count = _changed(person, shop)
    person.presses("import the changed file")
    person.hands_in("input[type=file]", file)
    person.presses("Save")
    person.reads("READY", f"{count} of {count} checked", "Write a number with a point")
    person.looks("checked")
    person.presses("Write the rows")
    person.presses("Write the rows")
    person.reads("DONE", f"{count - 1} of {count - 1} written", f"{count - 1} changed")
    person.looks("done")
    return count - 1


def _changed(person: Person, shop: Shop) -> tuple[Path, int]:
    """What the list offers as a file, with other prices of some goods, the last of which is none."""
    where = person.leads_to("CSV to be imported")
    answer = httpx.get(where, cookies={"sessionid": session(shop.instance)}, timeout=60)
    header, *rows = csv.reader(io.StringIO(answer.raise_for_status().text))
    known = prices(shop, _OTHERS)
    some = [row for row in rows if row[header.index("sku")] in known][:_MOST]
    for row in some:
        row[header.index("price")] = "7.77"
    some[-1][header.index("price")] = "free"
    file = shop.pictures / "prices.csv"
    with file.open("w", newline="") as written:
        csv.writer(written).writerows([header, *some])
    return file, len(some)
