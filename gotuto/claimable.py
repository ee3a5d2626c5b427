"""The columns of a table that is a queue of work; `gotuto.claims` has the statements over them."""

from django.db import models


class Claimable(models.Model):
    """A row that one worker at a time may work on."""

    # When a worker may take it. Whoever takes it moves this a lease ahead, so that it comes back if the worker dies.
    due_at = models.DateTimeField()
    # Raised by each claim: a worker that comes back after its lease finds another number, and may not write.
    fencing_token = models.IntegerField(default=0)
    # Counted by the claim and not by the failure, so that an attempt that kills its worker counts too.
    attempts = models.SmallIntegerField(default=0)
    last_error = models.TextField(blank=True, default="")

    class Meta:
        abstract = True
