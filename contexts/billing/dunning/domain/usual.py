"""The policy that is proposed to whoever has none; nothing of it happens before somebody switches it on."""

from contexts.billing.dunning.dto import Step, Tone

# Mails alone, and for businesses what the directive gives anyway: a fee that a consumer need not pay is nothing to begin with.
USUAL = (
    Step(code="before", days=-3, tone=Tone.NOTICE),
    Step(code="first", days=3),
    Step(code="second", days=14, compensation=True),
    Step(code="last", days=28, tone=Tone.FINAL, hold=True),
)
