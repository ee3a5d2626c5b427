"""The programs and what they work on: is anybody silent, does anything lie about, is anything wrong?"""

from collections.abc import Iterator

from django.conf import settings
from django.db import Error
from django.utils import timezone

from config import invariants, readiness
from config.doctor.findings import Finding, ok, problem, warning
from gotuto.db import fetch_one
from gotuto.sagas import inspection as sagas
from gotuto.wakeups import heartbeat

_LOOKED_AT_LEAST_MINUTES = 10


def programs() -> Iterator[Finding]:
    missing = heartbeat.missing()
    if heartbeat.BROKER in missing:
        return
    for program in heartbeat.PROGRAMS:
        if program in missing:
            says = f"silent for {settings.GOTUTO_SILENT_SECONDS:g} s or more"
            yield problem(program, says, f"Start it, or read its log ({program}.log of a `make up`).")
        else:
            yield ok(program, "is heard")


def queues() -> Iterator[Finding]:
    for name, seconds in readiness.lags().items():
        if seconds > settings.GOTUTO_LATE_SECONDS:
            hint = "Is the worker heard, and are its processes enough? `manage.py saga list`, `events list`, `outbound list`."
            yield problem(f"queue {name}", f"the oldest has been due for {seconds:.0f} s", hint)
        else:
            yield ok(f"queue {name}", "nothing is late")


def trouble() -> Iterator[Finding]:
    """What the first page of the back office shows in red."""
    for figure in readiness.troubles():
        [number] = fetch_one(figure.number)
        if number:
            yield warning(figure.title.lower(), f"{number}", f"`manage.py {figure.look}` shows them.")
        else:
            yield ok(figure.title.lower(), "none")


def struggles() -> Iterator[Finding]:
    """What has failed several times and is not given up yet: a cause that is mended now costs no buyer a wait."""
    number = sagas.failing_again()
    if number:
        says = f"{number} {'fails' if number == 1 else 'fail'} again and again"
        yield warning("sagas under way", says, "`manage.py saga list --open` shows the error.")
    else:
        yield ok("sagas under way", "none fails again and again")


def promises() -> Iterator[Finding]:
    found = invariants.last_look()
    if found is None or (timezone.now() - found.looked_at).total_seconds() > 60 * _LOOKED_AT_LEAST_MINUTES:
        yield warning("invariants", "nobody has looked lately", "Is beat heard? `manage.py invariants` looks now.")
    elif found.violations:
        yield problem("invariants", f"{found.violations} violations", "`manage.py invariants` names them.")
    else:
        yield ok("invariants", "no violation at the last look")


def is_answering() -> bool:
    """Whether the database can be asked at all."""
    try:
        return not readiness.pending_migrations()
    except Error:
        return False
