"""The audit trail of the back office: who did what to a row, in the transaction that did it."""

from typing import Any
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType


def record(row: Any, *, actor: UUID | None, text: str) -> None:
    """Note what somebody did to a row; its page shows it under History."""
    if actor is not None:
        LogEntry.objects.create(
            user_id=actor,
            content_type=ContentType.objects.get_for_model(type(row)),
            object_id=str(row.pk),
            object_repr=str(row)[:200],
            action_flag=CHANGE,
            change_message=text,
        )


def told(title: str, given: dict[str, Any]) -> str:
    """What was done, with what was answered to its question."""
    answers = ", ".join(
        f"{name.replace('_', ' ')}: {value}" for name, value in given.items() if value not in ("", None)
    )
    return f"{title} ({answers})" if answers else title
