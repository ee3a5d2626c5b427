"""Statements about dunning that do in one round trip, and without a race, what the ORM would need several for."""

from contexts.billing.dunning.statements.acting import Acted, Seen, act, count, lift_holds
from contexts.billing.dunning.statements.claiming import Claims
from contexts.billing.dunning.statements.planning import paused, plan

__all__ = ["Acted", "Claims", "Seen", "act", "count", "lift_holds", "paused", "plan"]
