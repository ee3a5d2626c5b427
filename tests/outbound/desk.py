"""What the tests do with labels."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from gotuto import testing
from gotuto.ids import new_id
from gotuto.outbound import calls
from gotuto.outbound.destinations import destinations
from gotuto.outbound.models import OutboundCall
from tests.carrier.models import Label, Sticker


def label(destination: str = "carrier", **facts: Any) -> Label:
    """A label that waits to be printed."""
    id = new_id()
    values = {"destination": destination, "idempotency_key": str(id), "parcel": "books", "due_at": timezone.now()}
    return Label.objects.create(id=id, **{**values, **facts})


def send() -> int:
    return calls.send_one(Label)


def ask() -> int:
    return calls.ask_one(Label)


def claimed(row: Label) -> OutboundCall:
    """The call in the hands of a worker that has yet to make it."""
    return testing.claim_call(Label, destinations.get(row.destination))


def now_is(row: Label) -> Label:
    row.refresh_from_db()
    return row


def time_passes(row: Label, **how_much: float) -> None:
    """The label has been waiting for so much longer."""
    Label.objects.filter(id=row.id).update(due_at=now_is(row).due_at - timedelta(**how_much))


def stickers(row: Label) -> list[str]:
    return list(Sticker.objects.filter(label_id=row.id).values_list("tracking_number", flat=True))
