"""The table of closed periods."""

from django.db import models
from django.db.models import F, Q

from contexts.billing.periods import dto
from gotuto.ids import ActorId, PeriodId, new_id


class ClosedPeriod(models.Model):
    """Days of a seller's books that are shut; the database lets nobody change or delete the row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    legal_entity = models.CharField(max_length=16)
    first = models.DateField()
    last = models.DateField()
    # The accounts by which its bookings were written, as they were then.
    accounts = models.JSONField()
    bookings = models.IntegerField()
    digest = models.CharField(max_length=64)
    actor = models.UUIDField(null=True)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["legal_entity", "last"], name="billing_closedperiod_once"),
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="billing_closedperiod_forward"),
        ]
        indexes = [models.Index(fields=["closed_at", "id"], name="billing_closedperiod_by_time")]

    def __str__(self) -> str:
        return f"{self.legal_entity}, {self.first} to {self.last}"

    def to_dto(self) -> dto.ClosedPeriod:
        return dto.ClosedPeriod(
            id=PeriodId(self.id),
            legal_entity=self.legal_entity,
            first=self.first,
            last=self.last,
            bookings=self.bookings,
            digest=self.digest,
            actor=None if self.actor is None else ActorId(self.actor),
            closed_at=self.closed_at,
        )
