"""A month of a bank: two thousand lines about invoices of two hundred clients, with all that people do."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from gotuto.db import execute
from tests.billing.bankstatements.files import Entry
from tests.billing.builders import issued

SPELLINGS = ("INV-2026-{:06}", "inv 2026 {:06}", "Rechnung INV2026{:06}", "INV/2026/{}", "RE.INV_2026_{:06} danke")
CLIENTS = 200

_CLIENTS = """
INSERT INTO billing_client
SELECT (jsonb_populate_record(client, jsonb_build_object('id', gen_random_uuid(), 'name', 'Payer Nr' || n, 'email', n || '@example.com'))).*
FROM billing_client AS client, generate_series(1, %s) AS n WHERE client.id = %s
"""
_INVOICES = """
INSERT INTO billing_invoice
SELECT (jsonb_populate_record(invoice, jsonb_build_object(
    'id', gen_random_uuid(), 'order_id', gen_random_uuid(), 'client_id', client.id, 'sequence', n,
    'number', 'INV-2026-' || lpad(n::text, 6, '0'), 'total', 10 + n / 100.0, 'net', 10 + n / 100.0, 'tax', 0,
    'currency', CASE WHEN n > %(euros)s THEN 'USD' ELSE 'EUR' END,
    'buyer', jsonb_set(invoice.buyer, '{name}', to_jsonb(client.name))))).*
FROM billing_invoice AS invoice, generate_series(2, %(count)s) AS n
JOIN billing_client AS client ON client.name = 'Payer Nr' || (n %% 200 + 1)
WHERE invoice.id = %(first)s
"""


def open_invoices(*, now: datetime, euros: int, dollars: int) -> None:
    """Invoices with the numbers from 2 on; number n is about 10 and n hundredths, of the client n % 200."""
    first = issued(now=now)
    execute(_CLIENTS, [CLIENTS, first.client_id])
    execute(_INVOICES, {"first": first.id, "euros": euros, "count": euros + dollars})
    execute("ANALYZE billing_invoice")


def total(number: int) -> Decimal:
    return Decimal(10) + Decimal(number) / 100


def right(number: int, **more: str) -> Entry:
    told = {
        "amount": f"{total(number):.2f}",
        "text": SPELLINGS[number % 5].format(number),
        "name": payer(number),
        **more,
    }
    return Entry(
        ref=more.pop("ref", f"R{number}"),
        iban=f"DE{number % CLIENTS:020}",
        **{k: v for k, v in told.items() if k != "ref"},
    )


def payer(number: int) -> str:
    return f"PAYER NR{number % CLIENTS + 1}"


def month() -> Iterator[Entry]:
    """Exactly two thousand lines; what is in brackets is what must become of them."""
    # [booked] right, and a hundred of them in batches of five
    yield from (right(number) for number in range(2, 1302))
    for start in range(1302, 1402, 5):
        parts = tuple(right(number) for number in range(start, start + 5))
        yield Entry(amount=str(sum(Decimal(one.amount) for one in parts)), ref=f"BATCH{start}", details=parts)
    # [booked] a part, and too much, by who is known by name
    yield from (right(number, amount="4.00") for number in range(1402, 1502))
    yield from (right(number, amount="99.00") for number in range(1502, 1552))
    # [booked, to the balance] double
    yield from (right(number, ref=f"D{number}") for number in range(2, 52))
    # [booked] three invoices of a client in one transfer
    for at in range(50):
        three = [1552 + at, 1752 + at, 1952 + at]
        text = " ".join(SPELLINGS[0].format(one) for one in three)
        yield Entry(amount=f"{sum(map(total, three)):.2f}", text=text, name="", ref=f"S{at}")
    # [wait] another currency, a number that is none, only the amount, nothing at all
    yield from (right(number) for number in range(2201, 2241))
    yield from (right(number, text="INV-2026-990001", amount="777.77") for number in range(1602, 1652))
    yield from (right(number, text="thanks", name="Somebody else") for number in range(1652, 1712))
    yield from (Entry(amount="333.33", text="gift", name="Nobody", iban="", ref=f"N{at}") for at in range(100))
    # [ignored] what goes out
    yield from (Entry(amount="-12.00", text="Fee", ref=f"F{at}") for at in range(50))
    # [booked: taken back] returned, and [wait] what takes back nothing that is known
    yield from (Entry(amount=f"-{total(number):.2f}", ref=f"R{number}", reversal=True) for number in range(102, 132))
    yield from (Entry(amount="-55.55", ref=f"U{at}", reversal=True, iban="") for at in range(20))
