"""The gateways of the conformance suite, each over HTTP."""

from collections.abc import Iterator
from functools import partial

import pytest

from contexts.billing.payments.gateways.sandbox import Sandbox
from contexts.billing.payments.gateways.stripe import Stripe
from sandboxes.payments.server import Sandbox as SandboxServer
from tests.billing.payments.gateways.rigs import Rig, post
from tests.billing.payments.gateways.stripe_answers import StripeAnswers

SECRET = "whsec_known_to_both_sides"


@pytest.fixture
def sandbox(settings) -> Iterator[SandboxServer]:
    with SandboxServer(secret=SECRET) as server:
        settings.GOTUTO_SANDBOX_URL, settings.GOTUTO_SANDBOX_SECRET = server.url, SECRET
        yield server


@pytest.fixture
def stripe(settings) -> Iterator[StripeAnswers]:
    with StripeAnswers() as server:
        settings.GOTUTO_STRIPE_URL = server.url
        settings.GOTUTO_STRIPE_KEY = "sk_test_not_a_real_one"
        settings.GOTUTO_STRIPE_WEBHOOK_SECRETS = [SECRET, "whsec_the_next_one"]
        yield server


@pytest.fixture(params=["sandbox", "stripe"])
def rig(request) -> Rig:
    if request.param == "sandbox":
        server = request.getfixturevalue("sandbox")

        def choose(choice: str, reference: str) -> None:
            post(f"{server.url}/pay/{reference}", choice=choice)

        return Rig(
            gateway=Sandbox(), pays=partial(choose, "pay"), declines=partial(choose, "decline"), close=server.shut
        )
    answers = request.getfixturevalue("stripe")
    return Rig(gateway=Stripe(), pays=answers.pay, declines=None, close=answers.close)
