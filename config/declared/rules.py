"""What holds between settings: production refuses what is only good for development."""

from config.declared.web import INSECURE_KEY
from gotuto.configuration import Rule

_SHORTEST_KEY = 32


def _key_of_its_own(environment: str, key: str) -> str:
    if environment == "production" and (key == INSECURE_KEY or len(key) < _SHORTEST_KEY):
        return f"Set SECRET_KEY (or SECRET_KEY_FILE) to a random text of at least {_SHORTEST_KEY} characters."
    return ""


def _servers_of_its_own(environment: str, embedded: bool, allowed: bool) -> str:
    if environment == "production" and embedded and not allowed:
        return (
            "Production runs on a PostgreSQL and a Valkey of its own: set DATABASE_URL and REDIS_URL"
            " (or GOTUTO_ALLOW_EMBEDDED=1 for one small machine)."
        )
    return ""


def _a_database(environment: str, embedded: bool, database_url: str) -> str:
    if environment == "production" and not embedded and not database_url:
        return "Set DATABASE_URL (or DATABASE_URL_FILE), such as postgres://user@host/gotuto."
    return ""


RULES = (
    Rule(("GOTUTO_ENV", "SECRET_KEY"), _key_of_its_own),
    Rule(("GOTUTO_ENV", "GOTUTO_EMBEDDED", "GOTUTO_ALLOW_EMBEDDED"), _servers_of_its_own),
    Rule(("GOTUTO_ENV", "GOTUTO_EMBEDDED", "DATABASE_URL"), _a_database),
)
