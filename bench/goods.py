"""What staff write of the catalogue and read of it: products with images, variants and prices, categories, files."""

from base64 import b64encode

from bench.desk import PRICE, Desk
from bench.wishes import Wish
from config.demo_pictures import drawing

_SIZES = [{"name": "Size", "values": ["S", "L"]}]
# A small table, so that it is the way that is measured and not how many rows there are.
_EXPORTED = "categories"


def entering(desk: Desk) -> None:
    numbers, staff = range(desk.times), desk.staff
    shelves = desk.ask("POST", "/categories/", [Wish(body={"name": f"Shelf {n}"}, headers=staff) for n in numbers])
    shelf = shelves[0]["id"]
    new = [{"sku": f"NEW-{n}", "name": f"New {n}", "price": PRICE, "category_id": shelf} for n in numbers]
    made = desk.ask("POST", "/products/", [Wish(body=product, headers=staff) for product in new])
    many = [{"items": [{**one, "sku": f"{one['sku']}-{k}"} for k in range(20)]} for one in new]
    desk.ask("POST", "/products/bulk/", [Wish(body=one, headers=staff) for one in many])
    telling(desk, [{"product_id": one["id"]} for one in made])
    sizing(desk, shelf)
    classifying(desk, shelves)
    exchanging(desk, shelves[0]["slug"])


def telling(desk: Desk, made: list[dict[str, str]]) -> None:
    """Images and prices of products, which are archived and come back."""
    staff = desk.staff
    picture = {"file": b64encode(drawing("POT-CAST-IRON")).decode(), "alt": "A pot"}
    desk.ask("POST", "/products/{product_id}/images/", [Wish(one, picture, staff) for one in made])
    price = {"amount": "9.90", "currency": "EUR", "reason": "Sale"}
    desk.ask("POST", "/products/{product_id}/prices/", [Wish(one, price, staff) for one in made])
    desk.again("/products/{product_id}/prices/", Wish(made[0], headers=staff))
    desk.ask("POST", "/products/{product_id}/archive/", [Wish(one, headers=staff) for one in made])
    desk.ask("POST", "/products/{product_id}/restore/", [Wish(one, {}, staff) for one in made])


def sizing(desk: Desk, shelf: str) -> None:
    """Variants of products with options, each of which has one so far."""
    small = {"options": {"Size": "S"}, "price": PRICE}
    sized = [
        desk.prepare(
            "POST",
            "/products/",
            {
                "name": f"Sized {n}",
                "category_id": shelf,
                "options": _SIZES,
                "variants": [{"sku": f"SIZED-{n}", **small}],
            },
        )
        for n in range(desk.times)
    ]
    large = {"options": {"Size": "L"}, "price": PRICE}
    wishes = [
        Wish({"product_id": one["id"]}, {"sku": f"SIZED-{n}-L", **large}, desk.staff) for n, one in enumerate(sized)
    ]
    desk.ask("POST", "/products/{product_id}/variants/", wishes)


def classifying(desk: Desk, shelves: list[dict[str, str]]) -> None:
    """What goods tell of themselves, by their categories."""
    told = {"code": "origin", "kind": "text", "labels": {"en": "Origin"}}
    there = [{"category_id": one["id"]} for one in shelves]
    desk.ask("POST", "/categories/{category_id}/attributes/", [Wish(one, told, desk.staff) for one in there])
    desk.again("/categories/{category_id}/attributes/", Wish(there[0]))
    desk.again("/categories/{category_id}/attributes/{code}/", Wish({**there[0], "code": "origin"}))
    desk.again("/categories/by-slug/{slug}/", Wish({"slug": shelves[0]["slug"]}))


def exchanging(desk: Desk, shelf: str) -> None:
    """Files come in, half of them are confirmed; and go out."""
    numbers, staff = range(2 * desk.times), desk.staff
    rows = [
        f"sku,name,category,price,currency\nFILE-{n},Filed {n},{shelf},6.90,EUR\nWRONG-{n},Wrong,{shelf},free,EUR\n"
        for n in numbers
    ]
    files = [{"kind": "products", "file": b64encode(row.encode()).decode(), "file_name": "goods.csv"} for row in rows]
    made = desk.ask("POST", "/imports/", [Wish(body=one, headers=staff) for one in files])
    desk.settle()
    found = [Wish({"import_id": one["id"]}, headers=staff) for one in made]
    desk.ask("POST", "/imports/{import_id}/confirm/", found[: desk.times])
    desk.ask("POST", "/imports/{import_id}/cancel/", found[desk.times :])
    desk.settle()
    for path in ("/imports/", "/imports/{import_id}/", "/imports/{import_id}/errors/"):
        desk.again(path, found[0])
    desk.again("/exports/{kind}/", Wish({"kind": _EXPORTED}, headers=staff))
