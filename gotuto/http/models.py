"""Tables of HTTP: answers to repeated requests, and counters of rate limits."""

from django.db import models


class IdempotencyKey(models.Model):
    """A committed effect under the key that its client chose."""

    id = models.BigAutoField(primary_key=True)
    # Hash of principal, method and path: keys of different callers never meet.
    scope = models.BinaryField(max_length=32)
    key = models.CharField(max_length=255)
    fingerprint = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    resource_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_key_age")]

    def __str__(self) -> str:
        return self.key


class RateWindow(models.Model):
    """How often somebody asked in one minute."""

    id = models.BigAutoField(primary_key=True)
    scope = models.CharField(max_length=30)
    principal = models.CharField(max_length=80)
    minute = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "principal", "minute"], name="rate_window_once")]
        indexes = [models.Index(fields=["minute"], name="rate_window_age")]

    def __str__(self) -> str:
        return f"{self.scope} {self.principal}"
