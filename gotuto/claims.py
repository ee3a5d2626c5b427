"""Competing consumers over a table: claim, finish, retry with backoff, give back, all fenced.

The builder of these statements for every table whose model wears `gotuto.claimable.Claimable`. A claim commits by itself,
so that the attempt is on record even if the work kills its worker. What the worker writes about the row afterwards goes
through `update`, which is the fence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gotuto import batches, leases, wakeups
from gotuto.batches import Claim
from gotuto.db import execute, fetch_all

# What every claim does to a row, beside moving it a lease ahead.
TAKEN = "fencing_token = claimed.fencing_token + 1, attempts = claimed.attempts + 1"

_CLAIM = """
WITH {batch}
UPDATE {table} AS claimed
SET {taken}, due_at = clock_timestamp() + %(lease)s
{using}
WHERE {where} AND claimed.id = ANY(ARRAY(SELECT id FROM batch))
RETURNING {returning}, (SELECT due_at FROM due WHERE due.id = claimed.id), (SELECT count(*) FROM due)
"""

_UPDATE = """
UPDATE {table} AS claimed SET {sets}
WHERE claimed.id = %(id)s AND claimed.fencing_token = %(fencing_token)s AND {unfinished}
"""

# To the place in the queue that it had. Somebody who set the attempts to none meanwhile wants it at once.
_GIVE_BACK = """
UPDATE {table} AS claimed SET attempts = greatest(claimed.attempts - 1, 0), due_at = back.due_at
FROM unnest(%(ids)s::{key}[], %(fencing_tokens)s::int[], %(due_at)s::timestamptz[]) AS back (id, fencing_token, due_at)
WHERE claimed.id = back.id AND claimed.fencing_token = back.fencing_token AND {unfinished}
"""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """A table with the SQL type of its `id`, the condition of its unfinished rows, and the queue that workers drain."""

    table: str
    key: str
    unfinished: str
    queue: str

    def claim(self, due: str, *, returning: str, using: str = "", where: str = "TRUE") -> str:
        """The statement that claims a batch of what `due` selects; `returning` speaks of `claimed` and what it is `using`."""
        return _CLAIM.format(
            taken=TAKEN, batch=batches.batch(due), table=self.table, using=using, where=where, returning=returning
        )

    def update(self, sets: str) -> str:
        """The fence: a statement that changes a row only as long as this worker holds it."""
        return _UPDATE.format(table=self.table, sets=sets, unfinished=self.unfinished)

    def take(self, statement: str, **parameters: Any) -> list[Any]:
        """Run a claim; what it returned of each row and since when that was due. Wakes another worker if more may be due."""
        rows = fetch_all(statement, {"lease": leases.length(), **parameters})
        if batches.is_more_due(rows):
            wakeups.notify(self.queue)
        return [row[:-1] for row in rows]

    def give_back(self, claims: Sequence[Claim]) -> None:
        """Let others do what this worker did not come to; the attempts do not count."""
        back = {
            "ids": [claim.id for claim in claims],
            "fencing_tokens": [claim.fencing_token for claim in claims],
            "due_at": [claim.was_due_at for claim in claims],
        }
        execute(self._give_back, back)
        wakeups.notify(self.queue)

    def retry(self, claim: Claim, *, attempts: int, error: str) -> None:
        """Let the row wait after a failure; whoever lost the claim meanwhile changes nothing."""
        execute(self._retry, {**held_by(claim), "backoff": leases.backoff(attempts), "error": error})

    def release(self, claim: Claim) -> None:
        """Let others take the row at once."""
        execute(self._release, held_by(claim))
        wakeups.notify(self.queue)

    def count_fenced(self, claim: Claim) -> None:
        """Note that a worker came too late, for whoever wonders how often that happens."""
        execute(f"UPDATE {self.table} SET fenced = fenced + 1 WHERE id = %s", [claim.id])  # noqa: S608  a constant

    @cached_property
    def _give_back(self) -> str:
        return _GIVE_BACK.format(table=self.table, key=self.key, unfinished=self.unfinished)

    @cached_property
    def _retry(self) -> str:
        return self.update("due_at = clock_timestamp() + %(backoff)s, last_error = %(error)s")

    @cached_property
    def _release(self) -> str:
        return self.update("due_at = clock_timestamp()")


def held_by(claim: Claim) -> dict[str, Any]:
    """Parameters of the fence."""
    return {"id": claim.id, "fencing_token": claim.fencing_token}
