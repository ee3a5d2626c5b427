"""Outbound calls: one row a call, made outside of any transaction, never assumed to have failed when nobody knows."""

from gotuto.outbound.destinations import Destination, Timeouts
from gotuto.outbound.outcomes import Done, Outcome, Refused, RetryLater, Unknown

__all__ = ["Destination", "Done", "Outcome", "Refused", "RetryLater", "Timeouts", "Unknown"]
