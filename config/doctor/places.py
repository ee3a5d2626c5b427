"""Settings, directories and the way out for mails."""

import os
import stat
from collections.abc import Iterator
from math import inf

from django.conf import settings
from django.core import checks, mail
from django.utils import timezone

from config import readiness
from config.doctor.findings import Finding, ok, problem, warning
from config.environment import DATA_DIR
from config.recovery import place

_SMTP_SECONDS = 5


def declared() -> Iterator[Finding]:
    """What Django's and our checks say of the settings; those of a deployment where this is one."""
    told = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
    found = [message for message in told if not message.is_silenced()]
    for message in found:
        make = problem if message.level >= checks.ERROR else warning
        yield make(
            "settings", str(message.msg), message.hint or "`manage.py settings --explain` shows what is in force."
        )
    if not found:
        yield ok("settings", "all are known and fit")


def directory() -> Iterator[Finding]:
    free, least = readiness.free_megabytes(), settings.GOTUTO_DISK_FREE_MB
    if free < least:
        yield problem(
            "disk", f"{free:.0f} MB are free", f"Make room: below {least} MB (GOTUTO_DISK_FREE_MB) it counts as full."
        )
    else:
        yield ok("disk", f"{free:.0f} MB are free")
    if not DATA_DIR.exists():
        return
    told = DATA_DIR.stat()
    if told.st_uid != os.getuid():
        yield warning("permissions", f"{DATA_DIR} belongs to user {told.st_uid}", "Run commands as its owner.")
    elif stat.S_IMODE(told.st_mode) & 0o077:
        yield warning("permissions", f"others may look into {DATA_DIR}", f"chmod 700 {DATA_DIR}: it holds passwords.")
    else:
        yield ok("permissions", f"{DATA_DIR} is its owner's alone")


def backups() -> Iterator[Finding]:
    age = place.last_age(now=timezone.now())
    if age is None and settings.PRODUCTION:
        yield warning("last backup", "nobody looks whether there is one", "Name their folder in GOTUTO_BACKUP_DIR.")
    elif age is None:
        yield ok("last backup", "not looked for, as GOTUTO_BACKUP_DIR is not set")
    elif age > place.late_after().total_seconds():
        says = "there is none" if age == inf else f"is {age / 3600:.0f} hours old"
        yield warning("last backup", says, "`manage.py backup` makes one. Why did the usual one not run?")
    else:
        yield ok("last backup", f"is {age / 3600:.0f} hours old")


def mails() -> Iterator[Finding]:
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        yield ok("mail", f"goes to {settings.EMAIL_BACKEND.rpartition('.')[0]}")
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        line = mail.get_connection(timeout=_SMTP_SECONDS)
        line.open()
        line.close()
    except OSError as error:
        yield problem(
            "mail", f"{server} cannot be used ({type(error).__name__})", "Mend EMAIL_URL; mails wait meanwhile."
        )
    else:
        yield ok("mail", f"{server} lets us in")


def vat_ids() -> Iterator[Finding]:
    """On whose word tax is left out."""
    if settings.GOTUTO_VAT_ID_SERVICE != "form_only":
        yield ok("VAT ids", f"are checked by {settings.GOTUTO_VAT_ID_SERVICE}")
    elif settings.PRODUCTION:
        says = "are taken for valid by their form, and tax is left out on that alone"
        yield warning("VAT ids", says, "Name a service that checks them in GOTUTO_VAT_ID_SERVICE.")
    else:
        yield ok("VAT ids", "are taken for valid by their form")
