"""What fails, by which means, and what stands in which place then."""

import signal
from collections.abc import Callable
from dataclasses import dataclass

from tests.playing.machine import Machine
from tests.runtime.processes import free_port, wait_until

Act = Callable[[Machine], None]

_REFUSING = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'somebody forbids it'; END $$;
CREATE TRIGGER refuse BEFORE INSERT ON {table} FOR EACH ROW {when} EXECUTE FUNCTION refuse();
"""
_LABELS = """
INSERT INTO carrier_label (id, due_at, fencing_token, attempts, last_error, destination, idempotency_key, provider_reference,
    status, outcome_code, asked, parcel, tracking_number)
SELECT id, clock_timestamp(), 0, 0, '', 'carrier', id::text, '', 'queued', '', 0, 'books', ''
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 4)) AS label
"""


def _nothing(machine: Machine) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A failure, its alerts, the first of which has the page that is followed, and where readiness names it, if it does.

    `mend` is what the page leaves to others: the other side's server, the cause that an error has named. Of the page's cures
    those are taken whose lines contain `takes`. `known` tells what stands for the examples of the page.
    """

    name: str
    alerts: tuple[str, ...]
    named: tuple[str, str] | None
    cause: Act
    mend: Act = _nothing
    takes: str = ""
    orders: int = 1
    orders_are_taken: bool = True
    orders_end: str = "confirmed"
    known: Callable[[Machine], dict[str, str]] = lambda machine: {}


def _refusing(table: str, when: str = "") -> Act:
    def cause(machine: Machine) -> None:
        machine.sql(_REFUSING.format(table=table, when=when))

    return cause


def _no_longer_refusing(machine: Machine) -> None:
    machine.sql("DROP FUNCTION refuse() CASCADE")


def _stands_still(machine: Machine) -> None:
    machine.send("worker", signal.SIGSTOP)


def _wants_more_room_than_there_is(machine: Machine) -> None:
    """Whoever is not root can make no small volume: another web server of the instance wants more than there is."""
    machine.otherwise = {"GOTUTO_DISK_FREE_MB": "1000000000", "PORT": str(free_port())}
    machine.start("web 2")
    wait_until(lambda: bool(machine.readiness()), seconds=60)


def _wants_what_there_is(machine: Machine) -> None:
    machine.end("web 2")
    machine.otherwise = {}


def _backups_are_of_last_year(machine: Machine) -> None:
    for number, file in enumerate(machine.backups.iterdir()):
        file.rename(machine.backups / f"gotuto-20250101T00000{number}Z.tar")


def _nobody_carries(machine: Machine) -> None:
    machine.carrier.mood = "busy"
    machine.sql(_LABELS)


def _carried_again(machine: Machine) -> None:
    machine.carrier.mood = "willing"


def _last_order(machine: Machine) -> dict[str, str]:
    [(number,)] = machine.sql("SELECT number FROM order_order ORDER BY id DESC LIMIT 1")
    return {"A-001001": number}


def _dead_event(machine: Machine) -> dict[str, str]:
    [(sequence,)] = machine.sql("SELECT event_id FROM gotuto_outbox_delivery WHERE state = 'dead' LIMIT 1")
    return {"1": str(sequence)}


FAILURES = (
    Failure(
        name="worker stopped",
        alerts=("ProgramSilent", "WorkIsLate"),
        named=("degraded", "worker"),
        cause=lambda machine: machine.end("worker"),
        takes="worker",
    ),
    Failure(
        name="beat stopped",
        alerts=("ProgramSilent",),
        named=("degraded", "beat"),
        cause=lambda machine: machine.end("beat"),
        takes="beat",
    ),
    Failure(
        name="Valkey stopped",
        alerts=("BrokerDown",),
        named=("degraded", "broker"),
        cause=lambda machine: machine.end_server("valkey"),
    ),
    Failure(
        name="PostgreSQL stopped",
        alerts=("DatabaseDown",),
        named=("missing", "postgresql"),
        cause=lambda machine: machine.end_server("postgres"),
        orders_are_taken=False,
    ),
    Failure(
        name="disk full",
        alerts=("DiskFull",),
        named=("degraded", "disk"),
        cause=_wants_more_room_than_there_is,
        mend=_wants_what_there_is,
    ),
    Failure(
        name="saga stuck",
        alerts=("SagaNeedsAttention",),
        named=("attention", "sagas"),
        cause=_refusing("billing_invoice"),
        mend=_no_longer_refusing,
        takes="saga retry",
        known=_last_order,
    ),
    Failure(
        name="saga stuck for good",
        alerts=("SagaNeedsAttention",),
        named=("attention", "sagas"),
        cause=_refusing("billing_invoice"),
        mend=_no_longer_refusing,
        takes="saga stop",
        orders_end="cancelled",
        known=_last_order,
    ),
    Failure(
        name="handler poisoned",
        alerts=("DeliveryDead",),
        named=("attention", "deliveries"),
        cause=_refusing("notification_notification", "WHEN (NEW.kind = 'order_confirmed')"),
        mend=_no_longer_refusing,
        known=_dead_event,
    ),
    Failure(
        name="mails given up",
        alerts=("MailsNotSent",),
        named=("attention", "mails"),
        cause=lambda machine: machine.end("mail"),
        mend=Machine.start_mail_server,
    ),
    Failure(
        name="mail server down",
        alerts=("DestinationDown",),
        named=("attention", "destinations"),
        cause=lambda machine: machine.end("mail"),
        mend=Machine.start_mail_server,
        orders=4,
    ),
    Failure(
        name="a destination down",
        alerts=("DestinationDown",),
        named=("attention", "destinations"),
        cause=_nobody_carries,
        mend=_carried_again,
        known=lambda machine: {"mail": "carrier"},
    ),
    Failure(
        name="backup old",
        alerts=("BackupOld",),
        named=None,
        cause=_backups_are_of_last_year,
    ),
    Failure(
        name="lag grows",
        alerts=("WorkIsLate",),
        named=("degraded", "sagas"),
        cause=_stands_still,
        takes="worker",
        orders=3,
    ),
)
