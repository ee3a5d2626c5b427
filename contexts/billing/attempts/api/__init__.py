"""Payment attempts over HTTP: for programs, and the page on which a buyer begins one."""

from contexts.billing.attempts.api.page import PayPage
from contexts.billing.attempts.api.rest import Attempt, Webhook

__all__ = ["Attempt", "PayPage", "Webhook"]
