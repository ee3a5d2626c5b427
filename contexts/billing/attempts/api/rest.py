"""Payment attempts and webhooks over HTTP; an attempt is begun at its order."""

from typing import Annotated, NotRequired, TypedDict
from uuid import UUID

from django.utils import timezone
from msgspec import Meta
from rest_framework.request import Request

from contexts.billing.attempts import dto, queries, use_cases
from contexts.billing.documents.dto import Reader
from gotuto.http import PUBLIC, Endpoint, operation, principal
from gotuto.ids import AttemptId


class AttemptQuery(TypedDict):
    """How somebody who is not signed in shows that they may pay."""

    token: NotRequired[Annotated[str, Meta(max_length=100, description="Of the link in a mail.")]]


class Attempt(Endpoint):
    @operation(allow=PUBLIC, returns=dto.PaymentAttempt, headers={"X-Order-Token": "The token of a guest's order."})
    def get(self, request: Request, *, attempt_id: UUID, query: AttemptQuery) -> dto.PaymentAttempt:
        """How a payment attempt stands, for staff, its customer, a guest with the order's token, or the mail's link.

        The buyer pays at `redirect_url`. Whether the money is there is only learnt from the gateway, seconds after they have come back.
        """
        asking = principal(request)
        reader = Reader(
            is_staff=asking.sees("billing.paymentattempt"),
            customer_id=asking.customer_id,
            order_token=request.headers.get("X-Order-Token", ""),
            link_token=query.get("token", ""),
        )
        return queries.get_attempt(attempt_id=AttemptId(attempt_id), reader=reader, now=timezone.now())


class Webhook(Endpoint):
    @operation(allow=PUBLIC, raw=use_cases.LONGEST_WEBHOOK, limit="webhook")
    def post(self, request: Request, *, gateway: str, raw: bytes | None) -> None:
        """For payment gateways: that something has happened to a payment. What is not signed by them is refused and not stored."""
        use_cases.hear_webhook(gateway=gateway, headers=request.headers, body=raw, now=timezone.now())
