"""What a step claims, as columns for the statements."""

from dataclasses import dataclass
from typing import Any

from contexts.billing.dunning.domain import Charge


@dataclass(frozen=True)
class Claims:
    """What a step claims from a consumer, and what from a business."""

    consumer: Charge | None
    business: Charge | None

    def columns(self) -> dict[str, list[Any]]:
        found = [(False, self.consumer), (True, self.business)]
        rows = [(who, charge) for who, charge in found if charge is not None]
        return {
            "claim_business": [who for who, _ in rows],
            "claim_kinds": [charge.kind.value for _, charge in rows],
            "claim_amounts": [charge.amount.amount for _, charge in rows],
            "claim_currencies": [charge.amount.currency for _, charge in rows],
        }
