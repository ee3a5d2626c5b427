"""What billing hears of customers, sellers and its own money: each piece of news is one call."""

from datetime import datetime

from contexts.billing import signals as billing
from contexts.billing.clients import use_cases
from contexts.billing.documents.use_cases import make_incomplete_documents
from contexts.billing.fees.use_cases import waive_fees_of_credited
from contexts.billing.refunds.use_cases import refund_late_money, withdraw_refunds
from contexts.billing.signals import AttemptPaidLate, CreditNoteIssued, PaymentReversed, SellerDescribed
from contexts.customer import signals as customer
from contexts.customer.signals import CustomerRegistered, CustomerUpdated
from gotuto.outbox import receiver


@receiver(customer.customer_registered, name="billing.on_customer_registered")
def on_customer_registered(event: CustomerRegistered, *, now: datetime, **_: object) -> None:
    use_cases.sync_client_from_customer(customer_id=event.customer_id, now=now)


@receiver(customer.customer_updated, name="billing.on_customer_updated")
def on_customer_updated(event: CustomerUpdated, *, now: datetime, **_: object) -> None:
    use_cases.sync_client_from_customer(customer_id=event.customer_id, now=now)


@receiver(billing.seller_described, name="billing.on_seller_described")
def on_seller_described(event: SellerDescribed, *, now: datetime, **_: object) -> None:
    if event.is_complete:
        make_incomplete_documents(legal_entity=event.legal_entity, now=now)


@receiver(billing.credit_note_issued, name="billing.on_credit_note_issued")
def on_credit_note_issued(event: CreditNoteIssued, *, now: datetime, **_: object) -> None:
    waive_fees_of_credited(invoice_id=event.invoice_id, now=now)


@receiver(billing.attempt_paid_late, name="billing.on_attempt_paid_late")
def on_attempt_paid_late(event: AttemptPaidLate, *, now: datetime, **_: object) -> None:
    refund_late_money(
        attempt_id=event.attempt_id,
        payment_id=event.payment_id,
        order_id=event.order_id,
        amount=event.amount,
        now=now,
    )


@receiver(billing.payment_reversed, name="billing.on_payment_reversed")
def on_payment_reversed(event: PaymentReversed, *, now: datetime, **_: object) -> None:
    withdraw_refunds(payment_id=event.payment_id, now=now)
