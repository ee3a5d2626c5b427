"""What `make demo` shows a newcomer of a running shop."""

import re

import pytest

pytestmark = pytest.mark.xdist_group("instance")

WHAT_HAPPENS = [
    "OrderPlaced",
    "StockReserved",
    "InvoiceOpened",
    "OrderConfirmed",
    "PaymentReceived",
    "ShipmentRequested",
    "OrderShipped",
    "OrderDelivered",
]


def test_the_demo_takes_an_order_to_the_door_and_shows_its_timeline(instance):
    shown = instance.manage("demo")
    assert (shown.returncode, [line for line in shown.stderr.splitlines() if "token_made" not in line]) == (0, [])
    number = re.search(r"orders it: (\S+) is confirmed, 31\.80 EUR", shown.stdout).group(1)
    story, _, timeline = shown.stdout.partition(f"Order {number}")
    assert story.rstrip().endswith("and the parcel arrives.")
    rows = [[cell.strip() for cell in line.split("│")[1:4]] for line in timeline.splitlines() if line.startswith("│")]
    assert [event for _, event, _ in rows if not event.startswith("mail")] == WHAT_HAPPENS
    moments = [int(re.fullmatch(r"([\d,]+) ms", after).group(1).replace(",", "")) for after, _, _ in rows]
    assert moments == sorted(moments)


def test_the_demo_without_a_shop_says_what_to_start(instance):
    shown = instance.manage("demo", "--url", "http://127.0.0.1:9")
    assert shown.returncode == 1
    assert "http://127.0.0.1:9 does not answer" in shown.stderr
    assert "Is `make up` running in another terminal?" in shown.stderr


def test_the_demo_without_its_member_of_staff_says_which_command_makes_one(instance, monkeypatch):
    monkeypatch.setenv("GOTUTO_ADMIN_EMAIL", "nobody@example.com")
    shown = instance.manage("demo")
    assert shown.returncode == 1
    assert shown.stderr.strip().endswith(
        "There is no member of staff nobody@example.com. `manage.py demo_shop` makes one."
    )
