"""Health check of an instance for operators: each examination tells what it found, and what to do about it.

Nothing is changed, and nothing that is broken keeps the next examination from being made.
"""

from config.doctor.examinations import examine
from config.doctor.findings import Finding, State

__all__ = ["Finding", "State", "examine"]
