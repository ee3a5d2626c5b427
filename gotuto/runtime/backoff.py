"""How long to wait before a dead child is started again."""

from dataclasses import dataclass

FIRST_SECONDS = 0.2
MOST_SECONDS = 5.0
HEALTHY_AFTER_SECONDS = 10.0


@dataclass
class Backoff:
    """0.2 s, doubling to 5 s; a child that lived for 10 s starts from the beginning."""

    next_delay: float = FIRST_SECONDS

    def after_death(self, *, lived_seconds: float) -> float:
        """The seconds to wait now."""
        if lived_seconds >= HEALTHY_AFTER_SECONDS:
            self.next_delay = FIRST_SECONDS
        delay = self.next_delay
        self.next_delay = min(delay * 2, MOST_SECONDS)
        return delay
