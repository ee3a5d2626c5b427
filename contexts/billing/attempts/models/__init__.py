"""The tables of payment attempts, of the calls that are made for them, and of what gateways have told."""

from contexts.billing.attempts.models.attempt import PaymentAttempt
from contexts.billing.attempts.models.call import AttemptCall
from contexts.billing.attempts.models.event import GatewayEvent

__all__ = ["AttemptCall", "GatewayEvent", "PaymentAttempt"]
