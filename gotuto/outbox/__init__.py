"""Domain events that survive a crash: written with the change they tell of, delivered at least once to each handler."""

from gotuto.outbox.signals import DomainSignal, receiver

__all__ = ["DomainSignal", "receiver"]
