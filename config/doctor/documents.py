"""Invoices as files: whether sellers have said what stands on them, where they are kept, and where links to them lead."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages

from config.doctor.findings import Finding, ok, problem, warning
from config.environment import configuration
from contexts.billing.documents.queries import check_latest_file
from contexts.billing.sellers.queries import list_sellers

# Docker and Podman lay one of them into each container.
_OF_CONTAINERS = (Path("/.dockerenv"), Path("/run/.containerenv"))
_ROOT = Path("/")


def sellers() -> Iterator[Finding]:
    for entity in list_sellers().items:
        what = f"seller {entity.seller.legal_entity}"
        if entity.missing:
            says = f"has not said yet: {', '.join(entity.missing)}; orders go on, and their invoices wait"
            yield warning(what, says, "Sellers in the back office, or `manage.py seller describe`.")
        else:
            yield ok(what, "has said what an invoice needs")


def folder() -> Iterator[Finding]:
    """Whether this program can write there; whether others see the same folder, only files of theirs tell."""
    storage = storages["documents"]
    if not isinstance(storage, FileSystemStorage):
        yield ok("documents", f"are kept by {type(storage).__name__}")
        return
    place = Path(storage.location)
    if fault := _fault_of(place):
        hint = "Make the folder (GOTUTO_DOCUMENTS_DIR), and give it to the user that web and worker run as."
        yield problem("documents", f"{place} cannot be written to ({fault})", hint)
    elif settings.PRODUCTION and not place.is_dir():
        hint = "Mount the folder that all programs share there, or name it in GOTUTO_DOCUMENTS_DIR."
        yield warning("documents", f"{place} is not there yet", hint)
    elif settings.PRODUCTION and _does_not_last(place):
        hint = "Name a folder in GOTUTO_DOCUMENTS_DIR that lasts, and that all programs share."
        yield warning("documents", f"{place} goes when this machine or container does", hint)
    else:
        yield ok("documents", f"are kept in {place}")


def latest() -> Iterator[Finding]:
    """A file that the worker has stored and this program does not see lies in another folder, or nowhere."""
    found = check_latest_file()
    if found is None:
        yield ok("last document", "none is stored yet")
    elif found.says:
        hint = (
            "Does this program see the folder that the worker writes to (GOTUTO_DOCUMENTS_DIR)?"
            " If so, files are lost: `manage.py documents verify` names them."
        )
        yield problem("last document", f"{found.file} of {found.number} {found.says}", hint)
    else:
        yield ok("last document", "is here as it was stored")


def links() -> Iterator[Finding]:
    if settings.PRODUCTION and not configuration.given("GOTUTO_PUBLIC_URL"):
        says = f"lead to {settings.GOTUTO_PUBLIC_URL}, where no buyer gets"
        yield warning("links in mails", says, "Say in GOTUTO_PUBLIC_URL where buyers reach this shop.")
    else:
        yield ok("links in mails", f"lead to {settings.GOTUTO_PUBLIC_URL}")


def _fault_of(place: Path) -> str:
    """Why nothing can be written there, or into whatever it would be made in; what is tried has no name."""
    try:
        tempfile.TemporaryFile(dir=_there(place)).close()
    except OSError as error:
        return str(error.strerror)
    return ""


def _does_not_last(place: Path) -> bool:
    if place.is_relative_to(tempfile.gettempdir()):
        return True
    return any(mark.exists() for mark in _OF_CONTAINERS) and place.stat().st_dev == _ROOT.stat().st_dev


def _there(place: Path) -> Path:
    return next(each for each in (place, *place.parents) if each.exists())
