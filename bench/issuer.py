"""A client that issues invoices for as many seconds as it is told, over and over: `bench.issuing` starts it in either tree.

Each line on standard input is a number of seconds; each on standard output is how many invoices were issued in them.
"""

import sys
import time

import django


def issue_for(seconds: float) -> int:
    """Open and issue invoices, each in one transaction as placement does it; how many."""
    from django.utils import timezone

    from contexts.billing.dto import Buyer, InvoiceLine
    from contexts.billing.invoices.use_cases import issue_invoice, open_invoice
    from gotuto.address import Address
    from gotuto.db import unit
    from gotuto.ids import OrderId, Sku, new_id
    from gotuto.money import Money

    home = Address(name="Ada Lovelace", line1="Square 1", postal_code="10115", city="Berlin", country="DE")
    buyer = Buyer(name="Ada Lovelace", email="ada@example.com", address=home)
    lines = [
        InvoiceLine(sku=Sku(sku), description=f"One {sku}", quantity=2, unit_price=Money.of("11.90", "EUR"))
        for sku in ("TEA", "CUP", "POT")
    ]
    ends, issued = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        order_id = OrderId(new_id())
        with unit():
            open_invoice(order_id=order_id, buyer=buyer, currency="EUR", lines=lines, now=timezone.now())
            issue_invoice(order_id=order_id, now=timezone.now())
        issued += 1
    return issued


def main() -> None:
    django.setup()
    for line in sys.stdin:
        sys.stdout.write(f"{issue_for(float(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
