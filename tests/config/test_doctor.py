"""The doctor finds what is wrong, says what to do, and changes nothing."""

import json
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from django.core.checks import Warning
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from redis import Redis

from config import doctor, readiness
from config.doctor import places, servers
from config.environment import configuration
from config.models import InvariantLook
from gotuto.backup import folder
from gotuto.backup.tools import Tools
from gotuto.db import execute
from gotuto.ids import new_id
from gotuto.wakeups import heartbeat, pubsub
from tests.billing.sellers.builders import described
from tests.shop import Shop


@pytest.fixture(autouse=True)
def well(db, monkeypatch, tmp_path):
    """An instance to which nothing is wrong."""
    own = new_id()
    monkeypatch.setattr(heartbeat, "key", lambda program: f"{own}.{program}")
    monkeypatch.setattr(heartbeat, "_told", {})
    for program in heartbeat.PROGRAMS:
        heartbeat.tell(program)
    InvariantLook.objects.create(looked_at=timezone.now(), violations=0)
    # A test run has a variable of its own, which no shop knows.
    monkeypatch.setattr(configuration, "warnings", [])
    tmp_path.chmod(0o700)
    monkeypatch.setattr(places, "DATA_DIR", tmp_path)
    described()


def found(what):
    return [(each.state, each.says, each.hint) for each in doctor.examine() if each.what == what]


def said(**options):
    out = StringIO()
    with pytest.raises(SystemExit) if options.pop("fails", False) else _nothing():
        call_command("doctor", stdout=out, **options)
    return out.getvalue()


@contextmanager
def _nothing():
    yield


def test_a_healthy_instance_has_no_problems_and_says_what_was_looked_at():
    text = said()
    assert text.endswith("0 problems, 0 warnings\n")
    for what in ("postgresql", "clock", "sessions", "migrations", "backup", "valkey", "worker", "beat", "queue outbox",
                 "queue sagas", "queue calls", "queue actions", "invariants", "disk", "permissions", "mail", "settings"):  # fmt: skip
        assert f"ok       {what}" in text, what


def test_programs_read_it_as_json():
    told = json.loads(said(json=True))
    assert (told["problems"], told["warnings"]) == (0, 0)
    assert {"what", "state", "says", "hint"} == set(told["findings"][0])


def test_who_is_silent_is_a_problem_with_an_exit_code():
    pubsub.valkey().delete(heartbeat.key("worker"))
    [(state, _, hint)] = found("worker")
    assert (state, "log" in hint) == ("problem", True)
    assert "→ Start it" in said(fails=True)
    pubsub.valkey().delete(heartbeat.key("beat"))
    assert said(fails=True).endswith("2 problems, 0 warnings\n")


def test_without_valkey_nobody_is_called_silent(monkeypatch):
    monkeypatch.setattr(pubsub, "valkey", lambda: Redis.from_url("redis://127.0.0.1:1/0"))
    [(state, says, _)] = found("valkey")
    assert (state, says) == ("problem", "does not answer (ConnectionError)")
    assert found("worker") == found("beat") == []


def test_a_valkey_that_throws_keys_away_is_warned_of(monkeypatch):
    told = {"valkey_version": "9.1", "maxmemory": 1, "maxmemory_policy": "allkeys-lru"}
    monkeypatch.setattr(Redis, "info", lambda self: told)
    [(state, _, hint)] = found("valkey")
    assert (state, "noeviction" in hint) == ("warning", True)


def test_without_postgresql_the_rest_is_told_all_the_same():
    def down(*_):
        raise OperationalError("connection refused")

    with connection.execute_wrapper(down):
        [(state, says, _)] = found("postgresql")
        assert (state, says) == ("problem", "does not answer (OperationalError)")
        assert found("valkey")[0][0] == "ok"
        assert found("queue sagas") == []


def test_without_an_instance_the_doctor_says_where_it_has_looked_for_one(monkeypatch):
    def down(*_):
        raise OperationalError("no such socket")

    with connection.execute_wrapper(down):
        assert found("postgresql")[0][2] == "Start it, or mend DATABASE_URL."
        monkeypatch.delenv("DATABASE_URL")
        assert found("postgresql")[0][2].startswith("No instance runs on ")


def test_what_does_not_fit_on_the_server_is_told(monkeypatch):
    facts = {"version": "15.3", "ahead": 7.0, "standby": True, "sessions": 4, "may": False}
    monkeypatch.setattr(
        servers, "_SERVER",
        f"SELECT '{facts['version']}', extract(epoch FROM clock_timestamp()) + {facts['ahead']}, true, 4, false, 'ada', '1 MB'",
    )  # fmt: skip
    states = [(each.what, each.state, each.says) for each in servers.postgresql()]
    assert ("postgresql", "problem", "is 15.3") in states
    assert ("postgresql", "problem", "is a standby, which takes no orders") in states
    assert any(what == "clock" and state == "warning" and "7.0 s ahead" in says for what, state, says in states)
    assert any(what == "sessions" and state == "problem" for what, state, _ in states)
    assert ("permissions", "warning", "ada may not make tables") in states


def test_old_tables_are_a_problem(monkeypatch):
    monkeypatch.setattr(readiness, "pending_migrations", lambda: True)
    assert found("migrations")[0][0] == "problem"
    assert found("queue sagas") == []


def test_tools_that_are_older_than_the_server_are_warned_of(monkeypatch, tmp_path):
    monkeypatch.setattr(servers, "found_tools", lambda: [Tools(tmp_path, "15.2", "PATH")])
    [(state, says, _)] = found("backup")
    assert (state, "15.2" in says) == ("warning", True)


def test_work_that_lies_about_is_a_problem_and_readiness_names_it(now, browser):
    shop = Shop(now)
    shop.has("tea")
    shop.place({"TEA": 1})
    execute("UPDATE gotuto_sagas_sagarun SET due_at = %s", [timezone.now() - timedelta(minutes=3)])
    [(state, says, _)] = found("queue sagas")
    seconds = int(says.removeprefix("the oldest has been due for ").removesuffix(" s"))
    assert (state, 180 <= seconds < 240) == ("problem", True)
    assert browser.get("/health/ready").json()["degraded"] == ["sagas"]


def test_what_is_red_on_the_first_page_is_warned_of_with_the_command_that_shows_it(now):
    shop = Shop(now)
    shop.has("tea")
    shop.order({"TEA": 1})
    shop.settle()
    execute("UPDATE gotuto_outbox_delivery SET state = 'dead'")
    [(state, _, hint)] = found("dead-lettered deliveries")
    assert (state, hint) == ("warning", "`manage.py events list` shows them.")


@pytest.mark.parametrize(("attempts", "state"), [(2, "ok"), (3, "warning")])
def test_a_saga_that_fails_again_and_again_is_told_before_it_is_parked(now, attempts, state):
    shop = Shop(now)
    shop.has("tea")
    shop.place({"TEA": 1})
    execute("UPDATE gotuto_sagas_sagarun SET attempts = %s, last_error = 'no'", [attempts])
    assert found("sagas under way")[0][0] == state
    assert found("sagas to look at")[0][0] == "ok"
    if state == "warning":
        assert found("sagas under way") == [
            (state, "1 fails again and again", "`manage.py saga list --open` shows the error.")
        ]


@pytest.mark.parametrize(("violations", "minutes", "state"), [(3, 0, "problem"), (0, 30, "warning")])
def test_a_bad_or_an_old_look_at_the_invariants_is_told(violations, minutes, state):
    looked_at = timezone.now() - timedelta(minutes=minutes)
    InvariantLook.objects.update(looked_at=looked_at, violations=violations)
    assert found("invariants")[0][0] == state
    InvariantLook.objects.all().delete()
    assert found("invariants")[0][0] == "warning"


def test_a_full_disk_is_a_problem_and_readiness_names_it(settings, browser):
    settings.GOTUTO_DISK_FREE_MB = 10**9
    assert found("disk")[0][0] == "problem"
    assert browser.get("/health/ready").json()["degraded"] == ["disk"]


def test_the_last_backup_is_told_where_it_is_looked_for(settings, tmp_path):
    assert found("last backup")[0][0] == "ok"
    settings.PRODUCTION = True
    assert found("last backup")[0][:2] == ("warning", "nobody looks whether there is one")

    settings.GOTUTO_BACKUP_DIR = str(tmp_path)
    assert found("last backup")[0][:2] == ("warning", "there is none")
    taken_at = timezone.now() - timedelta(hours=27)
    file = folder.file_for(tmp_path, taken_at=taken_at, encrypted=False)
    file.touch()
    assert found("last backup")[0][:2] == ("warning", "is 27 hours old")
    settings.GOTUTO_BACKUP_HOURS = 28
    assert found("last backup") == [("ok", "is 27 hours old", "")]


def test_a_directory_that_others_may_look_into_is_warned_of(tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    assert found("permissions")[0][0] == "warning"
    monkeypatch.setattr("os.getuid", lambda: 12345)
    assert "belongs to user" in found("permissions")[0][1]
    monkeypatch.setattr(places, "DATA_DIR", tmp_path / "nowhere")
    assert found("permissions") == []


def test_a_mail_server_that_cannot_be_reached_is_a_problem(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    [(state, says, _)] = found("mail")
    assert (state, says) == ("problem", "127.0.0.1:1 cannot be used (ConnectionRefusedError)")


def test_what_the_checks_say_of_a_deployment_is_told(settings):
    settings.PRODUCTION, settings.SECURE_CONTENT_TYPE_NOSNIFF = True, False
    [(state, _, hint)] = [each for each in found("settings") if "SECURE_CONTENT_TYPE_NOSNIFF" in each[1]]
    assert (state, bool(hint)) == ("warning", True)


def test_what_is_silenced_on_purpose_leaves_the_settings_well(settings, monkeypatch):
    silenced = Warning("Deliberately left to the proxy.", id=settings.SILENCED_SYSTEM_CHECKS[0])
    monkeypatch.setattr(places.checks, "run_checks", lambda **_: [silenced])
    assert found("settings") == [("ok", "all are known and fit", "")]


def test_an_examination_that_breaks_is_a_problem_and_the_next_is_made(monkeypatch):
    def broken():
        raise ZeroDivisionError
        yield

    monkeypatch.setattr("config.doctor.examinations._ALONE", (broken, servers.valkey))
    assert found("broken")[0][:2] == ("problem", "could not be examined: ZeroDivisionError")
    assert found("valkey")[0][0] == "ok"


def test_vat_ids_that_are_taken_by_their_form_are_a_warning_in_production(settings):
    [(state, says, _)] = found("VAT ids")
    assert (state, says) == ("ok", "are taken for valid by their form")
    settings.PRODUCTION = True
    [(state, says, hint)] = found("VAT ids")
    assert (state, "tax is left out" in says, "GOTUTO_VAT_ID_SERVICE" in hint) == ("warning", True, True)
    settings.GOTUTO_VAT_ID_SERVICE = "https://vies.example"
    assert found("VAT ids") == [("ok", "are checked by https://vies.example", "")]
