"""What a scenario saw, and what was wrong."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Report:
    """One row of the table."""

    scenario: str
    seed: int
    figures: dict[str, Any] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.wrong.append(otherwise)

    def __str__(self) -> str:
        figures = ", ".join(f"{name} {figure}" for name, figure in self.figures.items())
        head = f"{self.scenario:12} seed {self.seed:<4} {'FAILED' if self.wrong else 'held':6} {figures}"
        return "\n".join([head, *(f"    {wrong}" for wrong in dict.fromkeys(self.wrong))])
