"""Sending: a mail is claimed before it is sent, so that no crash sends it twice.

The claim commits by itself, then the mail server is asked outside of any transaction, then the outcome is written. A
mail whose sender died in between is `unknown` and stays so until a person decides.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.conf import settings

from contexts.notification import dto, gateways, models
from contexts.notification.dto import State
from contexts.notification.errors import NotificationNotFound, NotificationUnderway
from gotuto import leases, wakeups
from gotuto.db import execute, fetch_one, lock, unit_of_work
from gotuto.ids import NotificationId

QUEUE = "notification.mails"

log = structlog.get_logger(__name__)

_CLAIM = """
WITH lost AS (
    UPDATE notification_notification
    SET state = 'unknown', last_error = 'Whoever sent this mail did not come back to say whether it went out.'
    WHERE state = 'sending' AND due_at <= statement_timestamp()
)
UPDATE notification_notification AS mail
SET state = 'sending', fencing_token = mail.fencing_token + 1, attempts = mail.attempts + 1, due_at = clock_timestamp() + %(lease)s
WHERE mail.id = (
    SELECT due.id FROM notification_notification AS due
    WHERE due.state = 'queued' AND due.due_at <= statement_timestamp()
    ORDER BY due.due_at, due.id
    LIMIT 1
    FOR UPDATE SKIP LOCKED)
RETURNING mail.id, mail.fencing_token, mail.attempts, mail.recipient, mail.subject, mail.body, EXISTS (
    SELECT FROM notification_notification AS next
    WHERE next.state = 'queued' AND next.due_at <= statement_timestamp() AND next.id <> mail.id)
"""

# Whoever sent it knows better than whoever gave it up for lost; but not better than a person who sent it again.
_FINISH = """
UPDATE notification_notification
SET state = %(state)s::varchar, last_error = %(error)s, due_at = clock_timestamp() + %(backoff)s::interval,
    sent_at = CASE WHEN %(state)s::varchar = 'sent' THEN clock_timestamp() ELSE sent_at END
WHERE id = %(id)s AND fencing_token = %(fencing_token)s AND state IN ('sending', 'unknown')
"""


@dataclass(frozen=True)
class Claim:
    """A mail that this worker alone may send."""

    id: UUID
    fencing_token: int
    attempts: int
    recipient: str
    subject: str
    body: str


def send_one() -> bool:
    """Send the mail that has waited longest; whether there was one."""
    row = fetch_one(_CLAIM, {"lease": leases.length()})
    if row is None:
        return False
    *mail, another_waits = row
    if another_waits:
        wakeups.notify(QUEUE)
    _send(Claim(*mail))
    return True


def _send(claim: Claim) -> None:
    try:
        gateways.send_mail(notification_id=claim.id, recipient=claim.recipient, subject=claim.subject, body=claim.body)
    except gateways.NotAccepted as refusal:
        again = claim.attempts < settings.GOTUTO_MAX_ATTEMPTS
        _finish(claim, State.QUEUED if again else State.FAILED, error=str(refusal))
    except gateways.OutcomeUnknown as failure:
        _finish(claim, State.UNKNOWN, error=str(failure))
    else:
        _finish(claim, State.SENT)


def _finish(claim: Claim, state: State, *, error: str = "") -> None:
    if error:
        log.warning(
            "mail_not_sent", notification_id=str(claim.id), attempt=claim.attempts, state=state.value, error=error
        )
    parameters = {"id": claim.id, "fencing_token": claim.fencing_token, "state": state.value, "error": error}
    execute(_FINISH, {**parameters, "backoff": leases.backoff(claim.attempts)})


@unit_of_work
def resend(*, notification_id: NotificationId, now: datetime) -> dto.Notification:
    """Send a mail again because a person wants it, whatever came of it. Raises NotificationNotFound, NotificationUnderway."""
    row = lock(
        models.Notification,
        notification_id,
        missing=lambda: NotificationNotFound(notification_id=notification_id),
    )
    if row.state in (State.QUEUED, State.SENDING):
        raise NotificationUnderway(notification_id=notification_id)
    row.state, row.fencing_token, row.attempts, row.due_at, row.last_error = (
        State.QUEUED.value,
        row.fencing_token + 1,
        0,
        now,
        "",
    )
    row.save(update_fields=["state", "fencing_token", "attempts", "due_at", "last_error"])
    wakeups.notify_on_commit(QUEUE)
    return row.to_dto()
