"""What belongs to no context: when the invariants were last looked at, and what was found."""

from django.db import models


class InvariantLook(models.Model):
    """The latest look at the invariants; one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    looked_at = models.DateTimeField()
    violations = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="invariant_look_is_one")]

    def __str__(self) -> str:
        return f"{self.violations} violations at {self.looked_at}"
