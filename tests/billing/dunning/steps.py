"""The policy of these tests."""

from contexts.billing.dunning.dto import Step, Tone
from tests.billing.lines import eur

STEPS = (
    Step(code="before", days=-3, tone=Tone.NOTICE),
    Step(code="first", days=3, fee=eur("2.50")),
    Step(code="second", days=14, fee=eur("5.00"), compensation=True),
    Step(code="last", days=28, tone=Tone.FINAL, hold=True),
)
