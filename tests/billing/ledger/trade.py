"""A shop that trades at random for some weeks: documents, money in and out, in two currencies, by two sellers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from contexts.billing.clients.models import Client
from contexts.billing.credits.use_cases import credit_invoice
from contexts.billing.fees.models import Fee
from contexts.billing.fees.use_cases import waive_fee
from contexts.billing.invoices.dto import Invoice
from contexts.billing.invoices.models import Invoice as Row
from contexts.billing.invoices.queries import get_invoice
from contexts.billing.invoices.use_cases import issue_invoice
from contexts.billing.payments.dto import Reversal
from contexts.billing.payments.models import SPENT, Payment
from contexts.billing.payments.use_cases import (
    allocate_payment,
    pay_fee,
    receive_payment,
    record_payment,
    release_payment,
    reverse_payment,
)
from contexts.billing.refunds.use_cases import pay_out_by_hand, request_refund, withdraw_refund
from gotuto.errors import BusinessError
from gotuto.ids import ClientId, FeeId, InvoiceId, PaymentId, new_id
from gotuto.money import Money
from tests.billing.builders import customer
from tests.billing.lines import line
from tests.billing.sellers.builders import described
from tests.factories import InvoiceFactory

BEGIN = datetime(2026, 6, 1, 7, tzinfo=UTC)
# What comes first, so that a seed plays the same each time.
CLIENTS = [UUID(int=number) for number in (11, 12, 13)]


def invoiced(
    client: UUID, total: str, *, now: datetime, currency: str = "EUR", by: str = "main", days: int | None = None
) -> Invoice:
    """An issued invoice of a seller; `days` until it is due."""
    lines = [replace(line("1.00"), unit_price=Money.of(total, currency))]
    made: Invoice = InvoiceFactory(buyer=customer(client), lines=lines, currency=currency, now=now)
    if days is not None:
        Client.objects.filter(pk=client).update(terms_days=days)
    Row.objects.filter(pk=made.id).update(legal_entity=by)
    issue_invoice(invoice_id=made.id, now=now)
    return get_invoice(invoice_id=made.id, of_client=None)


def received(client: UUID, amount: str, *, now: datetime, currency: str = "EUR") -> PaymentId:
    """Money of a client that settles nothing yet."""
    money = Money.of(amount, currency)
    told = receive_payment(
        client_id=ClientId(client), amount=money, method="bank_transfer", reference=str(new_id()), now=now
    )
    return told.id


def sent_back(payment: PaymentId, amount: Money, *, now: datetime, done: datetime | None = None) -> None:
    refund = request_refund(payment_id=payment, amount=amount, reason="Too much", now=now)
    if done is not None:
        pay_out_by_hand(refund_id=refund.id, reference="SEPA 1", now=done)


def sellers() -> None:
    described(time_zone="Europe/Berlin")
    described(legal_entity="berlin", name="Tea Berlin GmbH")


class Trade:
    """Does something of chance every few hours; what cannot be is refused, and is no trade."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.now = BEGIN
        self.done = 0

    def play(self, steps: int) -> None:
        moves = [self.sell, self.sell, self.pay, self.pay, self.receive, self.allocate]
        moves += [
            self.release,
            self.refund,
            self.reverse,
            self.credit,
            self.remind,
            self.remind,
            self.pay_fee,
            self.waive,
        ]
        for _ in range(steps):
            self.now += timedelta(minutes=self.chance.randrange(1, 3_000))
            try:
                self.chance.choice(moves)()
                self.done += 1
            except (BusinessError, IndexError):
                continue

    def amount(self, currency: str, most: int = 90) -> Money:
        units = self.chance.randrange(1, most)
        return Money.of(units, currency) if currency == "JPY" else Money.of(f"{units}.{units % 100:02}", currency)

    def currency(self) -> str:
        return self.chance.choice(["EUR", "EUR", "JPY"])

    def sell(self) -> None:
        currency = self.currency()
        total = str(self.amount(currency).amount)
        by, days = self.chance.choice(["main", "main", "berlin"]), self.chance.choice([0, 7, 30])
        invoiced(self.chance.choice(CLIENTS), total, now=self.now, currency=currency, by=by, days=days)

    def pay(self) -> None:
        row = self.chance.choice(Row.objects.filter(status__in=["sent", "overdue"], kind="invoice").order_by("id"))
        due = row.account().due
        part = due if self.chance.random() < 0.5 else self.amount(row.currency)
        record_payment(invoice_id=InvoiceId(row.id), amount=part, method="card", reference=str(new_id()), now=self.now)

    def receive(self) -> None:
        currency = self.currency()
        received(self.chance.choice(CLIENTS), str(self.amount(currency).amount), now=self.now, currency=currency)

    def payment(self) -> Payment:
        return self.chance.choice(Payment.objects.order_by("id"))

    def allocate(self) -> None:
        payment = self.payment()
        rows = Row.objects.filter(status="sent", kind="invoice", client=payment.client, currency=payment.currency)
        row = self.chance.choice(rows.order_by("id"))
        part = min(payment.balance().unallocated, row.account().due)
        allocate_payment(payment_id=PaymentId(payment.id), invoice_id=InvoiceId(row.id), amount=part, now=self.now)

    def release(self) -> None:
        payment = self.payment()
        entry = self.chance.choice(payment.allocations.order_by("id"))
        claim: dict[str, Any] = {"fee_id": entry.fee_id} if entry.fee_id else {"invoice_id": entry.invoice_id}
        release_payment(payment_id=PaymentId(payment.id), **claim, reason="Mistaken", now=self.now)

    def remind(self) -> None:
        """A step of dunning claims a fee."""
        row = self.chance.choice(Row.objects.filter(kind="invoice", number__isnull=False).order_by("id"))
        amount = self.amount(row.currency, 9)
        Fee.objects.create(
            invoice=row, step=str(row.fees.count()), kind="reminder", amount=amount.amount, currency=row.currency,
            created_at=self.now,
        )  # fmt: skip

    def fee(self) -> Fee:
        return self.chance.choice(Fee.objects.filter(state="open").order_by("id"))

    def pay_fee(self) -> None:
        """With money that is there, else with some that comes."""
        fee = self.fee()
        left = fee.claim().open
        part = left if self.chance.random() < 0.6 else min(left, self.amount(fee.currency, 4))
        free = Payment.objects.filter(client=fee.invoice.client_id, currency=fee.currency, amount__gt=SPENT)
        for payment in free.order_by("id")[:1]:
            part = min(part, payment.balance().unallocated)
            allocate_payment(payment_id=PaymentId(payment.id), fee_id=FeeId(fee.id), amount=part, now=self.now)
            return
        pay_fee(fee_id=FeeId(fee.id), amount=part, method="cash", reference=str(new_id()), now=self.now)

    def waive(self) -> None:
        waive_fee(fee_id=FeeId(self.fee().id), reason="A courtesy", now=self.now)

    def refund(self) -> None:
        payment = self.payment()
        told = request_refund(
            payment_id=PaymentId(payment.id), amount=self.amount(payment.currency), reason="Returned", now=self.now
        )
        self.now += timedelta(minutes=self.chance.randrange(1, 3_000))
        match self.chance.randrange(4):
            case 0:
                withdraw_refund(refund_id=told.id, now=self.now)
            case 1 | 2:
                pay_out_by_hand(refund_id=told.id, reference="SEPA 1", now=self.now)

    def reverse(self) -> None:
        kind = self.chance.choice(list(Reversal))
        if self.chance.random() < 0.5:
            reverse_payment(payment_id=PaymentId(self.payment().id), kind=kind, reason="Returned", now=self.now)

    def credit(self) -> None:
        row = self.chance.choice(Row.objects.filter(kind="invoice").order_by("id"))
        amount = None if self.chance.random() < 0.4 else self.amount(row.currency)
        credit_invoice(invoice_id=InvoiceId(row.id), amount=amount, reason="Returned", now=self.now)
