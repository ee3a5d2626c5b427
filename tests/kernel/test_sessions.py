"""Behind a pooler the time-outs of sessions stand at the role, which cannot bring them along with each connection."""

import pytest
from django.db import connection

from gotuto.db import execute, fetch_one, sessions

pytestmark = pytest.mark.django_db

WANTED = {"lock_timeout": "3s", "statement_timeout": "10s"}


@pytest.fixture
def role() -> str:
    execute("CREATE ROLE pooled LOGIN")
    return "pooled"


def test_migrate_gives_the_role_what_a_pooler_refuses(role, settings):
    settings.GOTUTO_POOLED_ROLE, settings.GOTUTO_SESSIONS = role, WANTED
    assert sessions.missing(role, WANTED) == ["lock_timeout", "statement_timeout"]
    sessions.after_migrate()
    assert sessions.missing(role, WANTED) == []
    assert sessions.missing(role, {**WANTED, "statement_timeout": "20s"}) == ["statement_timeout"]


def test_without_a_pooler_no_role_is_touched(role, settings):
    settings.GOTUTO_POOLED_ROLE = ""
    sessions.after_migrate()
    assert sessions.missing(role, WANTED) == list(WANTED)


def test_whoever_may_not_give_them_is_told_what_an_administrator_has_to_run(role, caplog):
    execute("CREATE ROLE weak")
    execute("SET LOCAL ROLE weak")
    sessions.give(role, WANTED)
    assert 'ALTER ROLE "pooled"' in caplog.text
    assert fetch_one("SELECT current_user") == ("weak",)
    execute("RESET ROLE")
    assert sessions.missing(role, WANTED) == list(WANTED)
    assert connection.in_atomic_block
