"""Dunning's verbs."""

from contexts.billing.dunning.use_cases.deciding import set_policy, switch_off, switch_on
from contexts.billing.dunning.use_cases.pausing import pause, resume
from contexts.billing.dunning.use_cases.running import run_dunning

__all__ = [
    "pause",
    "resume",
    "run_dunning",
    "set_policy",
    "switch_off",
    "switch_on",
]
