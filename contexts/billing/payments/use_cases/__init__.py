"""What is done with payments."""

from contexts.billing.payments.use_cases.allocating import (
    allocate_payment,
    lift_payments,
    release_payment,
    reverse_payment,
)
from contexts.billing.payments.use_cases.booking import collect_payment, pay_fee, receive_payment, record_payment

__all__ = [
    "allocate_payment",
    "collect_payment",
    "lift_payments",
    "pay_fee",
    "receive_payment",
    "record_payment",
    "release_payment",
    "reverse_payment",
]
