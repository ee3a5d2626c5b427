"""Competing consumers of actions over many rows: claim a run, do its rows one by one, give it back after a moment.

The effect on a row, what came of it and the count share one transaction behind the fence of the claim. So a worker that dies
leaves no row half done and none done twice, and a run of twenty thousand rows keeps nobody waiting.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.utils import timezone

from gotuto import batches, leases, trace, wakeups
from gotuto.actions import history
from gotuto.actions.models import Run, RunRow
from gotuto.claims import Claims, held_by
from gotuto.db import execute, fetch_one, unit
from gotuto.errors import BusinessError
from gotuto.leases import Fenced

QUEUE = "actions"
# So long one claim works before others get their turn.
SECONDS = 0.5

log = structlog.get_logger(__name__)

runs = Claims(table="gotuto_actions_run", key="uuid", unfinished="claimed.state = 'running'", queue=QUEUE)

_DUE = """
SELECT id, attempts, due_at FROM gotuto_actions_run WHERE state = 'running' AND due_at <= statement_timestamp()
"""
_RETURNING = """claimed.id, claimed.fencing_token, claimed.attempts, claimed.model, claimed.action, claimed.title,
          claimed.given::text, claimed.actor, claimed.correlation_id"""
_CLAIM_SOME = runs.claim(_DUE, returning=_RETURNING)
_CLAIM_ONE = runs.claim(f"{_DUE} AND id = %(run)s", returning=_RETURNING)

_NEXT = """
SELECT id, key FROM gotuto_actions_runrow WHERE run_id = %s AND outcome = 'waiting' ORDER BY id LIMIT 1
"""
_SETTLE = runs.update(
    "done = claimed.done + %(done)s, refused = claimed.refused + %(refused)s, attempts = 1, last_error = ''"
)
_NOTE = "UPDATE gotuto_actions_runrow SET outcome = %(outcome)s, reason = %(reason)s WHERE id = %(row)s"
_FINISH = runs.update("state = 'done', finished_at = clock_timestamp()")
_PAUSE = runs.update("attempts = 0, due_at = clock_timestamp()")

GONE = "It is not there any more."
BROKE = "It could not be done: something broke. The log says what."
DIED = "It could not be done: each worker that tried it died."


@dataclass(frozen=True)
class Claim:
    """A run that this worker holds until its lease ends."""

    id: UUID
    fencing_token: int
    attempts: int
    model: str
    action: str
    title: str
    given: str
    actor: UUID | None
    correlation_id: str
    was_due_at: datetime

    @property
    def answers(self) -> dict[str, Any]:
        answers: dict[str, Any] = msgspec.json.decode(self.given)
        return answers


def run_due() -> int:
    """Do some rows of the runs that are due; how many runs there were."""
    claims = [Claim(*row) for row in runs.take(_CLAIM_SOME)]
    batches.in_turn(claims, _follow, give_back=runs.give_back)
    return len(claims)


def run_of(run_id: UUID) -> None:
    """Do the first rows of a run here and now, so that a small one has ended when its page is shown."""
    for row in runs.take(_CLAIM_ONE, run=run_id):
        _follow(Claim(*row))


def _follow(claim: Claim) -> None:
    with trace.bound(claim.correlation_id, actor=claim.actor):
        try:
            _do_rows(claim, until=time.monotonic() + SECONDS)
        except Fenced as fenced:
            log.warning("fenced", what=str(fenced))


def _do_rows(claim: Claim, *, until: float) -> None:
    attempts = claim.attempts
    while (row := fetch_one(_NEXT, [claim.id])) is not None:
        if not _do_row(claim, *row, attempts=attempts):
            return
        attempts = 1
        if time.monotonic() > until:
            execute(_PAUSE, held_by(claim))
            wakeups.notify(QUEUE)
            return
    execute(_FINISH, held_by(claim))


def _do_row(claim: Claim, row_id: int, key: str, *, attempts: int) -> bool:
    """Whether something came of the row; else the run waits for another try. Raises Fenced."""
    if attempts > settings.GOTUTO_MAX_ATTEMPTS:
        _settle(claim, row_id, refused=DIED)
        return True
    try:
        with unit():
            _act(claim, key)
            _settle(claim, row_id)
    except BusinessError as refusal:
        _settle(claim, row_id, refused=refusal.detail)
    except Fenced:
        raise
    except Exception as error:
        log.exception("action_broke", action=claim.action, model=claim.model, row=key, attempt=attempts)
        if attempts < settings.GOTUTO_MAX_ATTEMPTS:
            runs.retry(claim, attempts=attempts, error=leases.error_text(error))
            return False
        _settle(claim, row_id, refused=BROKE)
    return True


def _act(claim: Claim, key: str) -> None:
    model = apps.get_model(claim.model)
    page = admin.site.get_model_admin(model)
    row = model._default_manager.filter(pk=key).first()
    if row is None:
        raise BusinessError(GONE)
    getattr(page, claim.action).run(page, row, now=timezone.now(), **claim.answers)
    history.record(row, actor=claim.actor, text=history.told(claim.title, claim.answers))


def _settle(claim: Claim, row_id: int, *, refused: str = "") -> None:
    outcome = RunRow.Outcome.REFUSED if refused else RunRow.Outcome.DONE
    counts = {"done": int(not refused), "refused": int(bool(refused))}
    with unit():
        leases.check_fence(execute(_SETTLE, {**held_by(claim), **counts}), f"action {claim.id}")
        execute(_NOTE, {"row": row_id, "outcome": outcome.value, "reason": leases.storable(refused)})


def stop(run_id: UUID) -> bool:
    """Let a run end where it is; False when it had ended already."""
    return bool(
        Run.objects.filter(id=run_id, state=Run.State.RUNNING).update(
            state=Run.State.STOPPED, finished_at=timezone.now()
        )
    )
