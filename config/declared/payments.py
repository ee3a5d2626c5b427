"""Settings of payments: which gateways there are, how money is taken, and where buyers come back to."""

import re

from gotuto.configuration import Kind, Section, Setting, kinds

MANUAL, SANDBOX, STRIPE = "manual", "sandbox", "stripe"
_KNOWN = (MANUAL, SANDBOX, STRIPE)

_ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.ASCII)


def _gateways(text: str) -> list[str]:
    names = kinds.NAMES.parse(text)
    if not set(names) <= set(_KNOWN):
        raise ValueError(text)
    return list(names)


def _origins(text: str) -> list[str]:
    origins = kinds.NAMES.parse(text)
    if not all(_ORIGIN.fullmatch(origin) for origin in origins):
        raise ValueError(text)
    return list(origins)


PAYMENTS = Section(
    "Payments",
    (
        Setting(
            name="GOTUTO_PAYMENT_GATEWAYS",
            kind=Kind(f"some of {', '.join(_KNOWN)}, with commas between them", _gateways, nothing=[]),
            default=MANUAL,
            meaning="Who takes money: `manual` is the staff, `stripe` is Stripe, `sandbox` takes no real money and is refused "
            "in production. `docs/payments.md` tells more.",
        ),
        Setting(
            name="GOTUTO_MANUAL_BY_BUYERS",
            kind=kinds.FLAG,
            default="0",
            meaning="Whether buyers may choose `manual` as well, which only says that they will pay; refused in production.",
        ),
        Setting(
            name="GOTUTO_PAYMENT_CAPTURE",
            kind=kinds.one_of("by_gateway", "by_shop"),
            default="by_gateway",
            meaning="Who takes the money once a buyer has agreed: the gateway at once, or the shop, which looks first whether the "
            "order still stands.",
        ),
        Setting(
            name="GOTUTO_PAYMENT_ATTEMPT_MINUTES",
            kind=kinds.whole(31, 1440),
            default="60",
            unit="minutes",
            meaning="How long a buyer may take on the page of a gateway. Stripe's limits: more than half an hour, at most a day.",
        ),
        Setting(
            name="GOTUTO_RETURN_ORIGINS",
            kind=Kind("origins such as https://shop.example.com, with commas between them", _origins, nothing=[]),
            meaning="Where a gateway may send buyers back to, beside `GOTUTO_PUBLIC_URL`.",
        ),
        Setting(
            name="GOTUTO_STRIPE_KEY",
            kind=kinds.secret(at_least=16),
            secret=True,
            meaning="The secret key of the account at Stripe; a restricted one needs Checkout Sessions, PaymentIntents and Refunds.",
        ),
        Setting(
            name="GOTUTO_STRIPE_WEBHOOK_SECRETS",
            kind=kinds.NAMES,
            secret=True,
            meaning="What Stripe signs its webhooks with; while a secret is being changed, both.",
        ),
        Setting(
            name="GOTUTO_STRIPE_URL",
            kind=kinds.address("http", "https"),
            default="https://api.stripe.com",
            meaning="Where Stripe answers.",
        ),
        Setting(
            name="GOTUTO_SANDBOX_URL",
            kind=kinds.address("http", "https"),
            shared=True,
            meaning="Where the payment sandbox answers; `make up` starts one of its own in development when this is not set.",
        ),
        Setting(
            name="GOTUTO_SANDBOX_SECRET",
            kind=kinds.secret(at_least=16),
            secret=True,
            shared=True,
            made_once=32,
            meaning="By which the shop and the sandbox know each other; `make up` makes one up and keeps it.",
        ),
    ),
)
