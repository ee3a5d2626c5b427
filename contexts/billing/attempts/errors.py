"""What billing refuses about payment attempts and webhooks."""

from gotuto.errors import Conflict, Malformed, NotFound, Refused
from gotuto.ids import AttemptId


class AttemptNotFound(NotFound):
    """There is no such attempt for whoever asks."""

    code = "billing.attempt_not_found"
    text = "There is no payment attempt with the id {attempt_id}."
    attempt_id: AttemptId


class AttemptOpen(Conflict):
    """The buyer may still pay elsewhere, and must not pay twice."""

    code = "billing.attempt_open"
    text = (
        "The payment attempt {attempt_id} by {gateway} is still open. Go on with it, or wait until it ends at {ends}."
    )
    attempt_id: AttemptId
    gateway: str
    ends: str


class NothingToPay(Conflict):
    """Nothing is due, or not yet."""

    code = "billing.nothing_to_pay"
    text = "Nothing is due here: it is paid, was given up, or is not confirmed yet."


class GatewayNotOffered(Refused):
    """The shop does not use the gateway, or buyers may not choose it."""

    code = "billing.gateway_not_offered"
    field = "gateway"
    text = "{gateway!r} is no gateway of this shop. There are: {choices}."
    gateway: str
    offered: list[str]

    @property
    def choices(self) -> str:
        return ", ".join(self.offered) or "none"


class GatewayNotFound(NotFound):
    """The shop does not use this gateway."""

    code = "billing.gateway_not_found"
    text = "This shop has no gateway of that name."


class ReturnAddressRefused(Refused):
    """A gateway must not send buyers anywhere but to the shop."""

    code = "billing.return_address_refused"
    field = "return_url"
    text = "The return address is none of this shop: it begins with one of {choices}, exactly."
    origins: list[str]

    @property
    def choices(self) -> str:
        return ", ".join(self.origins)


class WebhookRefused(Malformed):
    """Nothing proves that the gateway has sent it."""

    code = "billing.webhook_refused"
    text = "Its signature is missing, wrong or too old, or it is too long. Nothing was stored."
