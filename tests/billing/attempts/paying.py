"""Paying in business words: an order, its attempt, what the buyer does on the page, and what the gateway tells."""

import json
import secrets
import time
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone

from contexts.billing.attempts.models import AttemptCall, PaymentAttempt
from contexts.billing.invoices.models import Invoice
from contexts.billing.payments.models import Payment
from contexts.order.orders.dto import Order
from gotuto import capabilities
from gotuto.outbound import calls
from sandboxes.payments.server import Sandbox
from sandboxes.payments.webhooks import signature
from tests.billing.payments.gateways.rigs import post
from tests.clients import Api
from tests.shop import Shop

SECRET = "whsec_known_to_both_sides"
BACK = "https://shop.example.com/thanks?order=1"


class Buying:
    """A guest who has ordered, and pays."""

    def __init__(self, sandbox: Sandbox, now: datetime, shop: Shop | None = None) -> None:
        self.sandbox, self.shop = sandbox, shop or _shop(now)
        self.order: Order = self.shop.order({"TEA": 1})
        self.api = Api(X_Order_Token=capabilities.issue(kind="order", subject_id=self.order.id))

    @property
    def invoice(self) -> Invoice:
        return Invoice.objects.get(order_id=self.order.id)

    @property
    def attempt(self) -> PaymentAttempt:
        return PaymentAttempt.objects.filter(order_id=self.order.id).latest("created_at")

    def begin(self, gateway: str = "sandbox", return_url: str = BACK, **headers: str) -> Any:
        """Ask for an attempt over REST."""
        return self.api.post(
            f"orders/{self.order.id}/payment-attempts/", {"gateway": gateway, "return_url": return_url}, **headers
        )

    def choose(self, choice: str) -> str:
        """What the buyer does on the page; where they are sent then."""
        return post(self.attempt.redirect_url, choice=choice)

    def status(self) -> str:
        return str(self.api.get(f"payment-attempts/{self.attempt.id}/").json()["status"])

    def tell(self, event: str | None = None, reference: str | None = None, **given: Any) -> Any:
        """A webhook, as the sandbox would sign it."""
        told = {"id": event or f"evt_{secrets.token_hex(4)}", "payment": reference or self.attempt.reference}
        return webhook(json.dumps({"type": "payment.paid", **told}).encode(), **given)

    def asked(self, kind: str = "status") -> AttemptCall:
        return AttemptCall.objects.get(attempt=self.attempt, kind=kind)

    def hear(self) -> None:
        """A webhook comes in, and all that follows is done."""
        assert self.tell().status_code == 204
        work()

    def pay(self) -> None:
        """Begin, pay on the page, and have the gateway asked."""
        assert self.begin().status_code == 201
        self.choose("pay")
        self.hear()

    def booked(self) -> list[tuple[str, str, str]]:
        return [
            (str(one.amount.normalize()), one.method, one.channel) for one in Payment.objects.order_by("received_at")
        ]


def _shop(now: datetime) -> Shop:
    shop = Shop(now)
    shop.has("tea", price="11.90")
    return shop


def webhook(
    body: bytes, *, gateway: str = "sandbox", secret: str = SECRET, header: str = "Sandbox-Signature",
    at: float | None = None, signed: str | None = None, **more: str,
) -> Any:  # fmt: skip
    moment = int(time.time() if at is None else at)
    proof = signature(secret, body, at=moment) if signed is None else signed
    return Client(raise_request_exception=False).post(
        f"/api/v1/gateways/{gateway}/webhook/", body, content_type="application/json",
        headers={header: proof, **more},
    )  # fmt: skip


def work() -> None:
    """Make and ask all calls of payment attempts that are due."""
    while calls.send_one(AttemptCall) or calls.ask_one(AttemptCall):
        pass


def later(**ahead: int) -> None:
    """Let the time of all calls come that is not further ahead than this."""
    AttemptCall.objects.filter(due_at__lte=timezone.now() + timedelta(**ahead)).update(
        due_at=timezone.now() - timedelta(seconds=1)
    )


def call_of(attempt_id: UUID, kind: str) -> AttemptCall:
    return AttemptCall.objects.get(attempt=attempt_id, kind=kind)
