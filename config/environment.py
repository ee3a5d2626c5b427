"""The process environment: variables, NAME_FILE secrets, and the running instance of the data directory."""

import os
from decimal import Decimal, InvalidOperation
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("GOTUTO_DATA_DIR", BASE_DIR / ".gotuto")).absolute()

# An operator's command in another terminal speaks to the instance that runs on the same data directory.
_RUNNING = DATA_DIR / "run" / "env"
if "DATABASE_URL" not in os.environ and _RUNNING.is_file() and os.access(_RUNNING, os.R_OK):
    environ.Env.read_env(_RUNNING)

env = environ.FileAwareEnv()

INSECURE_KEY = "insecure-key-for-development-only-never-in-production"


def secret_key(*, production: bool) -> str:
    """The key that signs sessions and guest tokens. Raises ImproperlyConfigured for the default one in production."""
    key = str(env("SECRET_KEY", default=INSECURE_KEY))
    if production and (key == INSECURE_KEY or len(key) < 32):
        raise ImproperlyConfigured("Set SECRET_KEY (or SECRET_KEY_FILE) to a random text of at least 32 characters.")
    return key


def no_instance(error: Exception) -> str:
    """What to tell whoever asked for a database that does not answer."""
    if os.environ.get("DATABASE_URL"):
        return f"The database does not answer: {error}".strip()
    return f"No instance runs on {DATA_DIR}. Start one with `make up`, or set GOTUTO_DATA_DIR or DATABASE_URL."


def refuse_embedded(database_url: str, *, production: bool) -> None:
    """Embedded servers are for development and one small machine. Raises ImproperlyConfigured."""
    embedded = env.bool("GOTUTO_EMBEDDED", default=False)
    if production and embedded and not env.bool("GOTUTO_ALLOW_EMBEDDED", default=False):
        raise ImproperlyConfigured(
            "Production runs on a PostgreSQL and a Valkey of its own: set DATABASE_URL and REDIS_URL"
            " (or GOTUTO_ALLOW_EMBEDDED=1 for one small machine)."
        )
    if production and not database_url:
        raise ImproperlyConfigured("Set DATABASE_URL (or DATABASE_URL_FILE), such as postgres://user@host/gotuto.")


def tax_rate(text: str) -> Decimal:
    """A tax rate such as 0.19, with no more decimals than an invoice keeps of it. Raises ImproperlyConfigured."""
    try:
        rate = Decimal(text)
    except InvalidOperation:
        rate = Decimal("NaN")
    if not (rate.is_finite() and 0 <= rate < 1 and rate == round(rate, 4)):
        raise ImproperlyConfigured("GOTUTO_TAX_RATE is at least 0, below 1, and has at most 4 decimals, such as 0.19.")
    return rate


def attempts(text: str) -> int:
    """How often a piece of work is tried. Raises ImproperlyConfigured for fewer than two: an attempt may be lost with its worker."""
    if not (text.isdecimal() and int(text) >= 2):
        raise ImproperlyConfigured(
            "GOTUTO_MAX_ATTEMPTS is a whole number, at least 2: an attempt may be lost with its worker."
        )
    return int(text)
