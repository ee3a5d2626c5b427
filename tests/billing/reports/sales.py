"""What the tests of reports sell: documents of certain days, to people and businesses in certain countries."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.invoices.dto import Buyer, Invoice
from contexts.billing.invoices.models import Invoice as Row
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice, open_invoice
from contexts.billing.lines.dto import InvoiceLine
from contexts.billing.quotes.dto import Destination, QuoteLine
from contexts.billing.quotes.queries import quote
from contexts.billing.reports.dto import SellerVat, VatReport
from contexts.billing.reports.queries import vat_report
from contexts.billing.sellers.dto import Registration, Scheme
from contexts.billing.taxes.use_cases import note_vat_id
from gotuto.address import Address
from gotuto.db import execute
from gotuto.ids import InvoiceId, OrderId, Sku, new_id
from gotuto.money import Money
from gotuto.tax_classes import TaxClass

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
OCTOBER = date(2026, 10, 5)
OSS = Registration(country="DE", scheme=Scheme.OSS)
IN_FRANCE = Registration(country="FR", vat_id="FR40303265045")
FRENCH, GERMAN = "FR40303265045", "DE136695976"


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def sell(
    price: str, to: str = "DE", *, on: date = OCTOBER, currency: str = "EUR", postal_code: str = "", vat_id: str = "",
    tax_class: TaxClass = TaxClass.STANDARD, more: tuple[tuple[str, TaxClass], ...] = (), by: str = "main",
) -> Invoice:  # fmt: skip
    """An issued invoice over gross prices, taxed as an order that goes there is."""
    if vat_id:
        note_vat_id(number=vat_id, now=noon(on))
    wanted = [(price, tax_class), *more]
    asked = [
        QuoteLine(sku=Sku("TEA"), quantity=1, unit_price=Money.of(amount, currency), tax_class=each)
        for amount, each in wanted
    ]
    destination = Destination(country=to, postal_code=postal_code, vat_id=vat_id)
    address = Address(name="Ada", line1="Square 1", postal_code=postal_code, city="There", country=to)
    invoice = open_invoice(
        order_id=OrderId(new_id()),
        buyer=Buyer(name="Ada", email="ada@example.com", address=address, vat_id=vat_id),
        currency=currency,
        lines=[
            InvoiceLine(sku=Sku("TEA"), description="Tea", quantity=1, unit_price=Money.of(amount, currency))
            for amount, _ in wanted
        ],
        quote=quote(currency=currency, lines=asked, destination=destination, now=noon(on)),
        now=noon(on),
    )
    Row.objects.filter(pk=invoice.id).update(legal_entity=by)
    return issued(invoice.id, on)


def issued(invoice_id: InvoiceId, on: date) -> Invoice:
    issue_invoice(invoice_id=invoice_id, now=noon(on))
    return get_invoice(invoice_id=invoice_id, of_client=None)


def credited(invoice: Invoice, amount: str, *, on: date = OCTOBER) -> Invoice:
    money = Money.of(amount, invoice.total.currency)
    return credit_invoice(invoice_id=invoice.id, reason="Returned", amount=money, now=noon(on))


def report(**asked: Any) -> VatReport:
    return vat_report(**{"now": NOW, **asked})


def of_main(**asked: Any) -> SellerVat:
    return next(one for one in report(**asked).sellers if one.legal_entity == "main")


def declared(seller: SellerVat) -> list[tuple[object, ...]]:
    """Return, country, category and rate of each row, with net, tax and the number of documents."""
    return [
        (str(row.declared_in), row.country, str(row.category), row.rate * 100, *_amounts(row), row.documents)
        for currency in seller.currencies
        for row in currency.rows
    ]


def _amounts(row: Any) -> tuple[str, str]:
    return str(row.net), str(row.tax)


def crossed(seller: SellerVat) -> dict[int, tuple[str, Decimal, bool]]:
    """What went to consumers in other member states, by year."""
    assert seller.threshold is not None
    return {year.year: (str(year.net), year.share, year.is_over) for year in seller.threshold.years}


def many_issued(first: Invoice, *, times: int, per_day: int) -> None:
    """So many like this one, on so many days before it, for the planner to think about."""
    execute(
        """
        INSERT INTO billing_invoice (id, order_id, client_id, buyer, status, legal_entity, seller_id, series, year, sequence, number,
                                     currency, net, tax, total, amount_paid, deliver_to, void_reason, issue_date, due_date,
                                     created_at, issued_at, updated_at, version)
        SELECT gen_random_uuid(), gen_random_uuid(), client_id, buyer, 'sent', legal_entity, seller_id, series, year, sequence + n,
               number || '-' || n, currency, net, tax, total, 0, CASE WHEN n %% 20 = 0 THEN 'FR' ELSE deliver_to END, '',
               issue_date - n / %(per_day)s, due_date, created_at, issued_at, updated_at, 1
        FROM billing_invoice, generate_series(1, %(times)s) AS n WHERE id = %(first)s
        """,
        {"times": times, "per_day": per_day, "first": first.id},
    )
    execute(
        """
        INSERT INTO billing_taxline (id, invoice_id, rate, category, exemption, net, tax, gross)
        SELECT gen_random_uuid(), invoice.id, line.rate, line.category, line.exemption, line.net, line.tax, line.gross
        FROM billing_invoice AS invoice, billing_taxline AS line
        WHERE line.invoice_id = %(first)s AND invoice.id <> line.invoice_id
        """,
        {"first": first.id},
    )
    execute("ANALYZE billing_invoice, billing_taxline")
