"""What billing refuses about dunning."""

from datetime import date

from gotuto.errors import Malformed, NotFound, Refused


class DunningPolicyInvalid(Refused):
    """The steps of a policy cannot be meant so."""

    code = "billing.dunning_policy_invalid"
    field = "steps"
    text = "{why}"
    why: str


class DunningPauseEnded(Refused):
    """A pause would be over before it begins."""

    code = "billing.dunning_pause_ended"
    field = "until"
    text = "A pause until {until} is over already: it is {today} at the seller's. Choose that day or a later one."
    until: date
    today: date


class DunningNotPaused(NotFound):
    """There is no pause that could end."""

    code = "billing.dunning_not_paused"
    text = "Nothing is paused here."


class PlanInThePast(Malformed):
    """A plan is about days to come."""

    field = "by"
    text = "What has happened stands in the runs; a plan ends today, on {today}, or later, and not on {by}."
    today: date
    by: date


class PlanTooLong(Malformed):
    """A plan is about a year at most."""

    field = "by"
    text = "A plan reaches {days} days ahead at most."
    days: int
