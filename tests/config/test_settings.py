"""Settings: what may be set is refused or taken by its declaration, and everybody can ask what is in force."""

import re
import subprocess
import sys

import pytest

from config import checks
from config.declared import SETTINGS
from tests.architecture import tree
from tests.config.configured import KEY, PRODUCTION, read, refused

KNOWN_KEY = "insecure-key-for-development-only-never-in-production"
WEAK_KEYS = ["", "short", "a" * 50, "0123456789ab" * 5, "aabbaabbabab" * 4 + "c", KNOWN_KEY]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("GOTUTO_TAX_RATE", text) for text in ("19", "1", "-0.19", "0.08875", "NaN", "Infinity", "nineteen")),
        *(("GOTUTO_MAX_ATTEMPTS", text) for text in ("1", "0", "-3", "2.5", "many")),
        *(("PORT", text) for text in ("0", "65536", "http", "-1")),
        *(("GOTUTO_LEASE_SECONDS", text) for text in ("0", "-1", "nan", "inf", "soon")),
        *(("GOTUTO_RATE_ORDER", text) for text in ("0/min", "5", "5/s", "none")),
        *(("DATABASE_URL", text) for text in ("mysql://db/gotuto", "db")),
        *(("GOTUTO_CURRENCY", text) for text in ("Euro", "eur", "ANG")),
        ("GOTUTO_TIME_ZONE", "Berlin"),
        *(("GOTUTO_ENV", text) for text in ("prod", "Production", "PRODUCTION", "test", "dev", "live")),
        *((name, "x") for name in ("GOTUTO_ADMIN_TOKEN", "GOTUTO_METRICS_TOKEN", "GOTUTO_ADMIN_PASSWORD")),
        ("GOTUTO_TRUSTED_PROXIES", "-1"),
        *(("GOTUTO_LINE_PIECES", text) for text in ("0", "10001", "none")),
        *(("GOTUTO_UNPAID_DAYS", text) for text in ("never", "0", "-1")),
        ("GOTUTO_HTTPS", "ja"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_what_is_allowed(name, value):
    (finding,) = refused(**{name: value})

    assert finding.startswith(name)
    assert "is not" in finding


@pytest.mark.parametrize(
    ("name", "address", "complaint"),
    [
        ("DATABASE_URL", "postgres://db:port/gotuto", "cannot be read"),
        ("DATABASE_URL", "postgres://db1,db2/gotuto", "add target_session_attrs=read-write"),
        ("REDIS_URL", "redis+sentinel://sentinel/0", "needs the name of the master"),
        ("CELERY_BROKER_URL", "redis://broker/0?ssl_ca_certs=/run/ca.crt", "begin it with rediss://"),
    ],
)
def test_an_address_of_a_store_that_cannot_work_is_refused_with_a_reason(name, address, complaint):
    (finding,) = refused(**{name: address})
    assert finding.startswith(f"{name} ")
    assert complaint in finding


def test_a_command_of_an_embedded_instance_that_is_stopped_needs_no_database():
    stopped = {**PRODUCTION, "DATABASE_URL": "", "GOTUTO_ALLOW_EMBEDDED": "1"}

    assert read(**stopped)["DATABASE_URL"] == ""
    for needs in ({"GOTUTO_ROLE": "web"}, {"GOTUTO_ALLOW_EMBEDDED": "0"}):
        assert refused(**stopped | needs) == [
            "Set DATABASE_URL (or DATABASE_URL_FILE), such as postgres://user@host/gotuto."
        ]


def test_a_typing_error_is_answered_with_what_was_probably_meant():
    for meant in ("prodution", "prod", "Production"):
        assert refused(GOTUTO_ENV=meant) == [
            f"GOTUTO_ENV={meant} is not one of development, staging, production. Did you mean production?"
        ]


def test_everything_that_is_wrong_is_said_at_once():
    findings = refused(GOTUTO_ENV="production", PORT="0", GOTUTO_TAX_RATE="19")

    assert [re.findall(r"[A-Z_]{4,}", finding)[0] for finding in findings] == [
        "PORT",
        "GOTUTO_TAX_RATE",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
    ]


def test_a_secret_is_not_repeated_in_a_refusal():
    (finding,) = refused(DATABASE_URL="mysql://shop:hunter2@db/gotuto")

    assert "hunter2" not in finding


def test_what_is_not_set_or_empty_has_its_default():
    configuration = read(GOTUTO_TAX_RATE="", GOTUTO_LEASE_SECONDS="3")

    assert str(configuration["GOTUTO_TAX_RATE"]) == "0.19"
    assert configuration["GOTUTO_IDLE_TRANSACTION_MS"] == 3000
    assert (configuration["GOTUTO_DEMO"], configuration["GOTUTO_HTTPS"]) == (True, False)
    assert (read(**PRODUCTION)["GOTUTO_DEMO"], read(**PRODUCTION)["GOTUTO_HTTPS"]) == (False, True)


def test_every_default_is_a_value_that_is_allowed():
    assert read().values.keys() == {setting.name for setting in SETTINGS}


def test_a_secret_may_stand_in_a_file(tmp_path):
    (tmp_path / "key").write_text(f"{KEY}\n")

    configuration = read(SECRET_KEY_FILE=str(tmp_path / "key"))

    assert configuration["SECRET_KEY"] == KEY
    assert configuration.sources["SECRET_KEY"] == f"file {tmp_path / 'key'}"
    (finding,) = refused(SECRET_KEY_FILE=str(tmp_path / "missing"))
    assert "SECRET_KEY_FILE" in finding
    assert "No such file" in finding


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_whoever_serves_wants_a_key_that_nobody_guesses(environment):
    ours = {**PRODUCTION, "GOTUTO_ENV": environment}
    for key in WEAK_KEYS:
        (finding,) = refused(**{**ours, "SECRET_KEY": key})
        assert "at least 32" in finding
        if key:
            (finding,) = refused(**ours, SECRET_KEY_FALLBACKS=f"{KEY},{key}")
            assert "SECRET_KEY_FALLBACKS" in finding
    assert read(**ours, SECRET_KEY_FALLBACKS=KEY[::-1])["SECRET_KEY"] == KEY


def test_a_key_that_stands_in_somebodys_sources_is_refused_everywhere():
    for given in ({"SECRET_KEY": KNOWN_KEY}, {"SECRET_KEY_FALLBACKS": KNOWN_KEY}):
        (finding,) = refused(**given)
        assert next(iter(given)) in finding


@pytest.mark.parametrize("role", ["web", "worker", "beat"])
def test_no_program_serves_or_works_without_a_key(role):
    (finding,) = refused(GOTUTO_ROLE=role)
    assert "Set SECRET_KEY" in finding
    assert read(GOTUTO_ROLE=role, SECRET_KEY="short, for a try")["SECRET_KEY"]


@pytest.mark.parametrize("environment", ["staging", "production"])
def test_whoever_serves_shows_no_debugging_and_knows_its_names(environment):
    ours = {**PRODUCTION, "GOTUTO_ENV": environment}
    (finding,) = refused(**ours, DEBUG="1")
    assert "DEBUG" in finding
    (finding,) = refused(**{**ours, "ALLOWED_HOSTS": ""})
    assert "ALLOWED_HOSTS" in finding


def test_browsers_are_told_to_stay_with_https_in_production():
    assert read(**PRODUCTION)["GOTUTO_HSTS_SECONDS"] == 31_536_000
    assert read(**PRODUCTION, GOTUTO_HTTPS="0")["GOTUTO_HSTS_SECONDS"] == 0
    assert read(**{**PRODUCTION, "GOTUTO_ENV": "staging"})["GOTUTO_HSTS_SECONDS"] == 0
    assert read()["GOTUTO_HSTS_SECONDS"] == 0


def test_production_wants_servers_of_its_own():
    (finding,) = refused(**{**PRODUCTION, "DATABASE_URL": ""})
    assert "Set DATABASE_URL" in finding
    (finding,) = refused(**PRODUCTION, GOTUTO_EMBEDDED="1")
    assert "GOTUTO_ALLOW_EMBEDDED=1" in finding
    assert read(**PRODUCTION, GOTUTO_EMBEDDED="1", GOTUTO_ALLOW_EMBEDDED="1")["GOTUTO_EMBEDDED"]


def test_orders_do_not_end_before_they_have_to_be_paid():
    assert (read()["GOTUTO_UNPAID_DAYS"], read(GOTUTO_PAYMENT_TERMS_DAYS="30")["GOTUTO_UNPAID_DAYS"]) == (21, 37)
    assert read(GOTUTO_UNPAID_DAYS="15")["GOTUTO_UNPAID_DAYS"] == 15
    assert read(GOTUTO_UNPAID_DAYS="off")["GOTUTO_UNPAID_DAYS"] is None
    (finding,) = refused(GOTUTO_UNPAID_DAYS="14")
    assert finding == (
        "GOTUTO_UNPAID_DAYS=14 ends orders that may still be paid: GOTUTO_PAYMENT_TERMS_DAYS is 14."
        " Make it at least 15, or off."
    )


BUYERS_LIMITS = {
    "GOTUTO_RATE_GUEST_CART": "60/min",
    "GOTUTO_RATE_GUEST_ORDER": "10/min",
    "GOTUTO_UNPAID_PER_EMAIL": 5,
    "GOTUTO_UNPAID_PER_ADDRESS": 20,
    "GOTUTO_ORDER_LINES": 100,
    "GOTUTO_LINE_PIECES": 1_000,
    "GOTUTO_GUEST_PIECES": 10,
    "GOTUTO_MAILS_PER_HOUR": 10,
}


def limits(**environ: str) -> dict[str, object]:
    configuration = read(**environ)
    return {name: configuration[name] for name in BUYERS_LIMITS}


def test_buyers_are_limited_wherever_others_are_served_and_on_a_laptop_if_somebody_wants_it():
    nothing = {name: "off" if "RATE" in name else None for name in BUYERS_LIMITS}
    for place in ("staging", "production"):
        assert limits(**{**PRODUCTION, "GOTUTO_ENV": place}) == BUYERS_LIMITS
    assert limits(**PRODUCTION, GOTUTO_LIMITS="off") == limits() == nothing
    assert limits(GOTUTO_LIMITS="on") == BUYERS_LIMITS
    assert limits(GOTUTO_UNPAID_PER_EMAIL="3") == {**nothing, "GOTUTO_UNPAID_PER_EMAIL": 3}
    assert limits(GOTUTO_LIMITS="on", GOTUTO_ORDER_LINES="off") == {**BUYERS_LIMITS, "GOTUTO_ORDER_LINES": None}
    assert read()["GOTUTO_RATE_LOGIN"] == read(**PRODUCTION)["GOTUTO_RATE_LOGIN"] == "30/min"


def test_a_former_name_goes_on_with_a_warning():
    configuration = read(GOTUTO_SWEEP_SECONDS="0.5")

    assert configuration["GOTUTO_POLL_SECONDS"] == 0.5
    (warning,) = configuration.warnings
    assert "GOTUTO_SWEEP_SECONDS is called GOTUTO_POLL_SECONDS now" in warning
    assert read(GOTUTO_SWEEP_SECONDS="9", GOTUTO_POLL_SECONDS="0.5")["GOTUTO_POLL_SECONDS"] == 0.5


def test_a_name_that_nobody_knows_is_warned_of():
    (warning,) = read(GOTUTO_TAXRATE="0.07", SOMEBODY_ELSES="1").warnings

    assert warning == "GOTUTO_TAXRATE is no setting, and changes nothing. Did you mean GOTUTO_TAX_RATE?"
    assert "docs/settings.md" in read(GOTUTO_QQQ="1").warnings[0]
    assert read(GOTUTO_METRICS_TOKEN_FILE="").warnings == []


def test_the_warnings_are_shown_by_every_command(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checks, "configuration", read(GOTUTO_TAXRATE="0.07"))

    (warning,) = checks.settings_are_known()

    assert (warning.id, "GOTUTO_TAX_RATE" in warning.msg) == ("gotuto.W001", True)


@pytest.mark.parametrize("command", [("manage.py", "check"), ("-m", "gotuto.runtime", "run", "worker")])
def test_a_process_that_cannot_use_its_settings_says_so_and_ends(command):
    done = subprocess.run(
        [sys.executable, *command],
        env={"GOTUTO_ENV": "prodution", "GOTUTO_TAX_RATE": "19"},
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "GoTuto cannot start with these settings:",
        "  GOTUTO_ENV=prodution is not one of development, staging, production. Did you mean production?",
        "  GOTUTO_TAX_RATE=19 is not a number from 0 to less than 1 with at most 4 decimals, such as 0.19.",
    ]
