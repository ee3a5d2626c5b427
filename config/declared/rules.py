"""What holds between settings: deadlines follow each other; whoever serves others refuses what is good for development only."""

from collections.abc import Callable
from functools import partial

from config.declared.instance import DEVELOPMENT, PRODUCTION, SERVING
from config.declared.payments import SANDBOX, STRIPE
from config.declared.search import OPENSEARCH
from gotuto.configuration import Rule
from gotuto.stores import postgresql, valkey
from gotuto.stores.broker import broker_of

_SHORTEST_KEY = 32
_FEWEST_CHARACTERS = 10
_COMMAND = "command"
_RANDOM = f"a random text of at least {_SHORTEST_KEY} characters, such as `openssl rand -hex 32` makes"


def _a_key(environment: str, role: str, key: str) -> str:
    if (environment != DEVELOPMENT and _is_weak(key)) or (role != _COMMAND and not key) or _is_known(key):
        return f"Set SECRET_KEY (or SECRET_KEY_FILE) to {_RANDOM}."
    return ""


def _former_keys(environment: str, keys: list[str]) -> str:
    if any(_is_known(key) or (environment != DEVELOPMENT and _is_weak(key)) for key in keys):
        return f"A key in SECRET_KEY_FALLBACKS can be guessed: it opens what it signed. Take it out, or give {_RANDOM}."
    return ""


def _broken(name: str, read: Callable[[str], object], url: str) -> str:
    """What is wrong with a URL; of a secret nothing is told but its parameters and hosts."""
    try:
        read(url)
    except ValueError as error:
        return f"{name} {error}"
    return ""


def _an_address_for_the_search(engine: str, url: str) -> str:
    if engine == OPENSEARCH and not url:
        return "Set GOTUTO_SEARCH_URL to the address of OpenSearch, or GOTUTO_SEARCH_ENGINE=postgres."
    return ""


def _is_weak(key: str) -> bool:
    """Too short, of too few characters, or a shorter text again and again."""
    return len(key) < _SHORTEST_KEY or len(set(key)) < _FEWEST_CHARACTERS or key in (key + key)[1:-1]


def _is_known(key: str) -> bool:
    # Earlier releases had such a key in their sources; Django writes one into each new project.
    return "insecure" in key


def _no_debugging(environment: str, debug: bool) -> str:
    if environment != DEVELOPMENT and debug:
        return f"DEBUG shows settings and data to everybody: take it out, {environment} never has it."
    return ""


def _names_of_the_shop(environment: str, hosts: list[str]) -> str:
    if environment != DEVELOPMENT and not hosts:
        return "Set ALLOWED_HOSTS to the names under which the shop is reached, such as shop.example.com."
    return ""


def _servers_of_its_own(environment: str, embedded: bool, allowed: bool) -> str:
    if environment != DEVELOPMENT and embedded and not allowed:
        return (
            f"{environment.capitalize()} runs on a PostgreSQL and a Valkey of its own: set DATABASE_URL and REDIS_URL"
            " (or GOTUTO_ALLOW_EMBEDDED=1 for one small machine)."
        )
    return ""


def _a_database(environment: str, role: str, embedded: bool, allowed: bool, database_url: str) -> str:
    # A backup or a restore starts the embedded server itself where no instance runs.
    embedded = embedded or (allowed and role == _COMMAND)
    if environment != DEVELOPMENT and not embedded and not database_url:
        return "Set DATABASE_URL (or DATABASE_URL_FILE), such as postgres://user@host/gotuto."
    return ""


def _a_way_past_the_pooler(role: str, pooler: str, direct: str) -> str:
    if pooler and not direct and role not in SERVING:
        return "Set DATABASE_DIRECT_URL to PostgreSQL itself: commands want a session of their own, which a pooler does not give."
    return ""


def _time_to_be_heard(silent: float, poll: float) -> str:
    if silent < 3 * poll:
        return (
            "Set GOTUTO_SILENT_SECONDS to at least three times GOTUTO_POLL_SECONDS, or an idle worker counts as silent."
        )
    return ""


def _time_to_pay(terms: int, unpaid: int | None) -> str:
    if unpaid is not None and unpaid <= terms:
        return (
            f"GOTUTO_UNPAID_DAYS={unpaid} ends orders that may still be paid: GOTUTO_PAYMENT_TERMS_DAYS is {terms}."
            f" Make it at least {terms + 1}, or off."
        )
    return ""


def _real_money(environment: str, gateways: list[str], by_buyers: bool) -> str:
    if environment == PRODUCTION and SANDBOX in gateways:
        return "The sandbox takes no real money: take it out of GOTUTO_PAYMENT_GATEWAYS."
    if environment == PRODUCTION and by_buyers:
        return "With GOTUTO_MANUAL_BY_BUYERS buyers only say that they will pay: production takes no such word. Take it out."
    return ""


def _a_key_for_stripe(gateways: list[str], key: str) -> str:
    return (
        "Set GOTUTO_STRIPE_KEY, or take stripe out of GOTUTO_PAYMENT_GATEWAYS."
        if STRIPE in gateways and not key
        else ""
    )


_ADDRESSES: dict[str, Callable[[str], object]] = {
    "DATABASE_URL": postgresql.database_settings,
    "DATABASE_DIRECT_URL": postgresql.database_settings,
    "DATABASE_REPLICA_URL": postgresql.database_settings,
    "REDIS_URL": valkey.valkey_address,
    "CELERY_BROKER_URL": broker_of,
}
RULES = (
    Rule(("GOTUTO_ENV", "GOTUTO_PAYMENT_GATEWAYS", "GOTUTO_MANUAL_BY_BUYERS"), _real_money),
    Rule(("GOTUTO_PAYMENT_GATEWAYS", "GOTUTO_STRIPE_KEY"), _a_key_for_stripe),
    Rule(("GOTUTO_SEARCH_ENGINE", "GOTUTO_SEARCH_URL"), _an_address_for_the_search),
    Rule(("GOTUTO_PAYMENT_TERMS_DAYS", "GOTUTO_UNPAID_DAYS"), _time_to_pay),
    Rule(("GOTUTO_ENV", "GOTUTO_ROLE", "SECRET_KEY"), _a_key),
    *(Rule((name,), partial(_broken, name, read)) for name, read in _ADDRESSES.items()),
    Rule(("GOTUTO_ENV", "SECRET_KEY_FALLBACKS"), _former_keys),
    Rule(("GOTUTO_ENV", "DEBUG"), _no_debugging),
    Rule(("GOTUTO_ENV", "ALLOWED_HOSTS"), _names_of_the_shop),
    Rule(("GOTUTO_ENV", "GOTUTO_EMBEDDED", "GOTUTO_ALLOW_EMBEDDED"), _servers_of_its_own),
    Rule(("GOTUTO_ENV", "GOTUTO_ROLE", "GOTUTO_EMBEDDED", "GOTUTO_ALLOW_EMBEDDED", "DATABASE_URL"), _a_database),
    Rule(("GOTUTO_ROLE", "DATABASE_POOLER", "DATABASE_DIRECT_URL"), _a_way_past_the_pooler),
    Rule(("GOTUTO_SILENT_SECONDS", "GOTUTO_POLL_SECONDS"), _time_to_be_heard),
)
