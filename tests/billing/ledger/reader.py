"""A second reader of the books: adds up rows in plain Python, forward from the first one, and knows no report."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from contexts.billing.fees.models import Fee
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments.models import Allocation, Payment
from contexts.billing.refunds.models import Refund

BERLIN = ZoneInfo("Europe/Berlin")
Key = tuple[Any, str]


def day(at: Any) -> date:
    return at.astimezone(BERLIN).date()


class Books:
    def __init__(self) -> None:
        self.documents = [row for row in Invoice.objects.all() if row.number and row.status != "void"]
        self.payments = list(Payment.objects.all())
        self.entries = list(Allocation.objects.all())
        self.fees = list(Fee.objects.select_related("invoice"))
        self.refunds = [row for row in Refund.objects.all() if row.status == "done"]

    def open(self, on: date, seller: str | None = None) -> dict[Key, dict[str, Decimal]]:
        """What each client owes in a currency, by age."""
        found: dict[Key, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for invoice in self.documents:
            if invoice.kind != "invoice" or invoice.issue_date > on or seller not in (None, invoice.legal_entity):
                continue
            paid = sum(one.amount for one in self.entries if one.invoice_id == invoice.id and day(one.booked_at) <= on)
            credited = sum(
                one.total for one in self.documents if one.credits_invoice_id == invoice.id and one.issue_date <= on
            )
            if left := invoice.total - paid - credited:
                found[invoice.client_id, invoice.currency][age((on - invoice.due_date).days)] += left
        return found

    def fees_open(self, on: date, seller: str | None = None) -> dict[Key, Decimal]:
        """What of fees each client owes."""
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for fee in self.fees:
            if day(fee.created_at) <= on and not waived(fee, on) and seller in (None, fee.invoice.legal_entity):
                found[fee.invoice.client_id, fee.currency] += fee.amount - self.paid_on(fee, on)
        return {key: amount for key, amount in found.items() if amount}

    def paid_on(self, fee: Fee, on: date) -> Decimal:
        return sum((e.amount for e in self.entries if e.fee_id == fee.id and day(e.booked_at) <= on), Decimal(0))

    def ahead(self, on: date) -> dict[Key, Decimal]:
        """What each client has paid that settles nothing."""
        found: dict[Key, Decimal] = defaultdict(Decimal)
        for payment in self.payments:
            if day(payment.received_at) > on:
                continue
            left = payment.amount
            left -= sum(e.amount for e in self.entries if e.payment_id == payment.id and day(e.booked_at) <= on)
            left -= sum(r.amount for r in self.refunds if r.payment_id == payment.id and day(r.done_at) <= on)
            if payment.reversed_at and day(payment.reversed_at) <= on:
                left -= payment.amount_reversed
            found[payment.client_id, payment.currency] += left
        return {key: amount for key, amount in found.items() if amount}

    def sold(self, first: date, last: date, by: str) -> dict[tuple[str, date], tuple[Decimal, ...]]:
        """Net, tax, gross, invoices and credit notes of each span."""
        found: dict[tuple[str, date], Counter[int]] = defaultdict(Counter)
        for row in self.documents:
            if first <= row.issue_date <= last:
                sign = -1 if row.kind == "credit_note" else 1
                counted = (sign * row.net, sign * row.tax, sign * row.total, int(sign > 0), int(sign < 0))
                found[row.currency, begins(row.issue_date, by)].update(dict(enumerate(counted)))
        return {key: tuple(sums[place] for place in range(5)) for key, sums in found.items()}

    def owed(self, client: Any, on: date) -> dict[str, Decimal]:
        """What a client owes in all, less what is theirs."""
        found: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.documents:
            if row.client_id == client and row.issue_date <= on:
                found[row.currency] += -row.total if row.kind == "credit_note" else row.total
        for fee in self.fees:
            if fee.invoice.client_id == client and day(fee.created_at) <= on:
                found[fee.currency] += self.paid_on(fee, on) if waived(fee, on) else fee.amount
        for _, payment, at, amount in self.moved():
            if payment.client_id == client and day(at) <= on:
                found[payment.currency] -= amount
        return found

    def moved(self) -> list[tuple[str, Payment, Any, Decimal]]:
        """Money that came in, went out, or did not stay."""
        of = {payment.id: payment for payment in self.payments}
        return [
            *(("payment", one, one.received_at, one.amount) for one in self.payments),
            *(("reversal", one, one.reversed_at, -one.amount_reversed) for one in self.payments if one.reversed_at),
            *(("refund", of[one.payment_id], one.done_at, -one.amount) for one in self.refunds),
        ]

    def journal(self, first: date, last: date) -> Counter[tuple[str, str, Any, Decimal]]:
        """Kind, currency, moment and amount of each booking, and how often it is there."""
        of = {payment.id: payment for payment in self.payments}
        booked = [(("fee_" if e.fee_id else "") + ("allocation" if e.amount > 0 else "release"), of[e.payment_id], e.booked_at,
                   e.amount) for e in self.entries]  # fmt: skip
        return Counter(
            (kind, payment.currency, at, amount)
            for kind, payment, at, amount in (*self.moved(), *booked)
            if first <= day(at) <= last
        )


def waived(fee: Fee, on: date) -> bool:
    return fee.state == "waived" and day(fee.settled_at) <= on


def age(days: int) -> str:
    for most, name in ((0, "not_due"), (30, "days_1_30"), (60, "days_31_60"), (90, "days_61_90")):
        if days <= most:
            return name
    return "over_90"


def begins(one: date, by: str) -> date:
    while (by == "month" and one.day > 1) or (by == "week" and one.isoweekday() > 1):
        one -= timedelta(days=1)
    return one
