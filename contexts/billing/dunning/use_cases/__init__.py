"""Dunning's verbs."""

from contexts.billing.dunning.use_cases.deciding import set_policy, switch_off, switch_on
from contexts.billing.dunning.use_cases.pausing import pause_client, pause_invoice, resume_client, resume_invoice
from contexts.billing.dunning.use_cases.running import run_dunning

__all__ = [
    "pause_client",
    "pause_invoice",
    "resume_client",
    "resume_invoice",
    "run_dunning",
    "set_policy",
    "switch_off",
    "switch_on",
]
