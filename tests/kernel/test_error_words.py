"""What errors say in logs and in tables of the kernel: kind and place, and nobody's data."""

import logging
from smtplib import SMTPDataError, SMTPRecipientsRefused

import pytest
import structlog
from django.db import Error, IntegrityError, OperationalError

from config.log_filters import TaskWithoutData, exception_without_data
from gotuto import error_words
from gotuto.db import VersionConflict, execute, unit
from gotuto.errors import Conflict
from gotuto.ids import Sku

ADA = "ada@example.com"


class Taken(Conflict):
    code = "test.taken"
    text = "{email} has {pieces} pieces of {sku}, {shown}; {note}."
    email: str
    pieces: int
    sku: Sku
    note: str | None = None

    @property
    def shown(self) -> str:
        return f"as {self.email} said"


def caught(error):
    try:
        raise error
    except type(error) as found:
        return found


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (RuntimeError("the saw is out of tune"), "RuntimeError: the saw is out of tune"),
        (VersionConflict("Order A-1 is beyond version 1."), "VersionConflict: Order A-1 is beyond version 1."),
        (
            FileNotFoundError(2, "No such file or directory", f"/{ADA}"),
            "FileNotFoundError: ENOENT No such file or directory",
        ),
        (OperationalError("the server does not answer"), "OperationalError: the server does not answer"),
        (OSError(ADA), "OSError in tests/kernel/test_error_words.py:34"),
        (ValueError(ADA), "ValueError in tests/kernel/test_error_words.py:34"),
        (KeyError(ADA), "KeyError in tests/kernel/test_error_words.py:34"),
        (Error(ADA), "Error in tests/kernel/test_error_words.py:34"),
        (SMTPDataError(550, ADA.encode()), "SMTPDataError: SMTP 550"),
        (SMTPRecipientsRefused({ADA: (550, b"no")}), "SMTPRecipientsRefused in tests/kernel/test_error_words.py:34"),
        (Taken(email=ADA, pieces=3, sku=Sku("TEA"), note=ADA), "test.taken: … has 3 pieces of TEA, as … said; …."),
        (Conflict(ADA), "conflict"),
    ],
)
def test_an_error_says_what_it_is_and_nobodys_data(error, said):
    assert error_words.words(caught(error)) == said


def test_an_error_that_was_never_raised_has_no_place():
    assert error_words.words(ValueError(ADA)) == "ValueError in an unknown place"


def test_an_error_from_outside_says_where_it_was_found():
    with pytest.raises(ValueError, match="invalid literal") as found:
        int(ADA)
    assert error_words.words(found.value).startswith("ValueError in tests/kernel/test_error_words.py:")
    with pytest.raises(LookupError) as found:
        exec(compile("{}[1]", "elsewhere.py", "exec"))  # noqa: S102
    found.value.__traceback__ = found.value.__traceback__.tb_next
    assert error_words.words(found.value) == "KeyError in elsewhere.py:1"


@pytest.mark.django_db
def test_an_error_of_the_database_says_its_state_and_the_rule_that_was_broken():
    with pytest.raises(IntegrityError) as found, unit():
        execute("INSERT INTO auth_group (name) VALUES (%s), (%s)", [ADA, ADA])
    assert ADA in str(found.value)
    assert (
        error_words.words(found.value)
        == "IntegrityError: SQLSTATE 23505 table auth_group constraint auth_group_name_key"
    )
    assert ADA not in error_words.trace(found.value)
    assert "UniqueViolation" in error_words.trace(found.value)


@pytest.mark.django_db
def test_what_is_wrong_with_the_server_is_said():
    execute("SET LOCAL statement_timeout = 1")
    with pytest.raises(OperationalError) as found, unit():
        execute("SELECT pg_sleep(10)")
    assert error_words.words(found.value) == (
        "OperationalError: SQLSTATE 57014 that is canceling statement due to statement timeout"
    )


def logged(error):
    return exception_without_data(None, "error", {"event": "broke", "exc_info": error})


def test_a_log_has_the_places_and_not_the_words():
    try:
        int(ADA)
    except ValueError as error:
        for given in (error, True, (type(error), error, error.__traceback__)):
            facts = logged(given)
            assert "int(ADA)" in facts["exception"]
            assert ADA not in facts["exception"]
    assert logged(None) == {"event": "broke"}


def test_what_led_to_an_error_is_told_too():
    try:
        try:
            int(ADA)
        except ValueError:
            raise RuntimeError("no number")  # noqa: B904
    except RuntimeError as error:
        told = error_words.trace(error)
    assert told.index("ValueError in") < told.index("RuntimeError: no number")


def test_lines_of_libraries_are_logged_likewise(caplog):
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.JSONRenderer()],
        foreign_pre_chain=[exception_without_data],
    )
    try:
        int(ADA)
    except ValueError:
        logging.getLogger("a library").exception("It broke.")
    assert ADA not in (line := formatter.format(caplog.records[-1]))
    assert "It broke." in line
    assert "ValueError in " in line


def line(words, facts, raised=None):
    return logging.LogRecord("celery.app.trace", logging.ERROR, "trace.py", 1, words, (facts,), raised)


def test_a_task_that_failed_is_logged_without_its_words():
    error = caught(ValueError(ADA))
    facts = {"name": "order.expire_carts", "exc": repr(error), "traceback": ADA}
    raised = (ValueError, error, error.__traceback__)
    record = line("Task %(name)s: %(exc)s%(traceback)s", facts, raised)
    assert TaskWithoutData().filter(record)
    assert record.getMessage().startswith("Task order.expire_carts: ValueError in tests/")
    other = line("%s", "plain")
    assert TaskWithoutData().filter(other)
    assert other.getMessage() == "plain"
    without = line("%(exc)s.", {"exc": ADA})
    assert TaskWithoutData().filter(without)
    assert without.getMessage() == "."
