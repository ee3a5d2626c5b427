"""What an operator reads in the logs: the way of an order through the programs, found by its number, and nobody's name."""

import re

from tests.runtime.processes import wait_until


def lines(instance, program):
    return (instance.data_dir / "log" / f"{program}.log").read_text().splitlines()


def told(instance, program, words):
    return [line for line in lines(instance, program) if words in line]


def test_an_order_leaves_lines_with_its_number_and_the_id_of_the_request(instance, street):
    sku = street.sells(pieces=5)
    placed = street.order(
        street.cart({sku: 1}), email="whoever@example.com", Prefer="wait=20", X_Request_ID="from-my-shop"
    )
    number = placed.json()["number"]
    street.wait_for(placed.json(), "confirmed")
    wait_until(lambda: bool(told(instance, "worker", "order.order_confirmed") and told(instance, "worker", number)))

    web, worker = told(instance, "web", "from-my-shop"), told(instance, "worker", "from-my-shop")
    assert [line for line in web if "order.order_placed" in line and number in line]
    assert [line for line in web if re.search(r"\brequest\b.*method=POST.*path=/api/v1/orders/.*status=20[12]", line)]
    assert [line for line in worker if "order.order_confirmed" in line and number in line]
    assert not [line for line in web + worker if "whoever@example.com" in line or "Lovelace" in line]


def test_reading_leaves_no_lines(instance, street):
    street.call("GET", "products/", headers={"X-Request-ID": "only-looking"})
    street.call("POST", "carts/", {"items": []}, {"X-Request-ID": "after-looking"})
    wait_until(lambda: bool(told(instance, "web", "after-looking")))

    assert told(instance, "web", "only-looking") == []
