"""Tables of outbound calls: what a context's own table wears, and the circuit breakers that all processes share."""

from datetime import datetime
from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import Q

from gotuto import wakeups
from gotuto.claimable import Claimable
from gotuto.db import would_call
from gotuto.ids import new_id


class Status(models.TextChoices):
    QUEUED = "queued"
    SENDING = "sending"
    DONE = "done"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class OutboundCall(Claimable):
    """One call to the outside: a mail, a refund, a label. The context's table adds what the request is built from.

    So personal data stays in that context's table: the request itself is not kept, and of the answer only
    `provider_reference`, `outcome_code` and the columns that are named in `answer_fields`.
    """

    answer_fields: ClassVar[tuple[str, ...]] = ()
    # Whether its calls take long and may wait until a worker has nothing else to do.
    is_patient: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    destination = models.CharField(max_length=50)
    # Sent with every attempt, so that the destination knows one that it has done already.
    idempotency_key = models.CharField(max_length=255)
    provider_reference = models.CharField(max_length=255, blank=True, default="")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.QUEUED)
    outcome_code = models.CharField(max_length=100, blank=True, default="")
    # How often the destination was asked what became of the call.
    asked = models.SmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    # Of the request that set it off.
    correlation_id = models.CharField(max_length=64, default="", db_default="")
    traceparent = models.CharField(max_length=55, default="", db_default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="%(class)s_status_known"),
        ]
        indexes = [
            models.Index(
                fields=["status", "destination", "due_at", "id"],
                name="%(class)s_due",
                condition=Q(status__in=["queued", "sending", "refused", "unknown"]),
            ),
            models.Index(fields=["correlation_id"], name="%(class)s_correlation", condition=~Q(correlation_id="")),
        ]

    def on_outcome(self, *, now: datetime) -> None:
        """What a context does once the call is done, refused or unknown: it shares the transaction of that outcome."""

    @classmethod
    def queue(cls) -> str:
        """The queue of calls to be made."""
        return f"outbound.{cls._meta.label_lower}"

    @classmethod
    def questions(cls) -> str:
        """The queue of unknown calls to be asked about."""
        return f"{cls.queue()}.unknown"

    @classmethod
    def send_on_commit(cls, destination: str) -> None:
        """Have the call that was queued to this destination made once the open transaction has committed."""
        if not would_call(destination):
            wakeups.notify_on_commit(cls.queue())


def wearers() -> list[type[OutboundCall]]:
    """The tables of outbound calls, whichever contexts they belong to."""
    return [model for model in apps.get_models() if issubclass(model, OutboundCall)]


class Breaker(models.Model):
    """The circuit breaker of a destination that has failed since its last success; no row while all is well."""

    destination = models.CharField(max_length=50, primary_key=True)
    # On end, since the last success.
    failures = models.IntegerField()
    # Empty while closed; in the past while half-open: whoever claims a call then moves it ahead, so that one goes through.
    open_until = models.DateTimeField(null=True)
    last_error = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = "circuit breaker"

    def __str__(self) -> str:
        return self.destination
