"""Refusals of the drill."""

from gotuto.errors import Conflict


class DrillFailed(Conflict):
    """The restored shop did not do what it must."""

    code = "backup.drill_failed"
    text = "The drill failed: {reason}"
    reason: str
