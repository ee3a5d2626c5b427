"""Tables: each belongs to one context, and only that one touches it."""

from pathlib import Path
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.db import connection, models
from django.test.utils import isolate_apps

from contexts.billing.models import Invoice
from tests import guard, guarded_settings

# Tables of Django and of libraries that may point at a person, by name; a new one is looked at before it gets in.
KNOW_THE_USER = {
    "admin.LogEntry",
    "customer.ApiToken",
    "customer.Customer",
    "customer.User_groups",
    "customer.User_user_permissions",
    "waffle.Flag",
    "waffle.Flag_users",
}


def context_of(model: Any) -> str | None:
    package, _, rest = model.__module__.partition(".")
    return rest.partition(".")[0] if package == "contexts" else None


def crossings(model: Any) -> list[str]:
    """Relations of a model that lead into another context."""
    if context_of(model) is None:
        return []
    return [
        f"{model.__name__}.{field.name}: keep the id, not the foreign key"
        for field in model._meta.get_fields(include_hidden=True)
        if (other := getattr(field, "related_model", None)) is not None
        and context_of(other) not in (None, context_of(model))
    ]


def speak_as(context: str, statement: str) -> None:
    """Execute a statement as if it stood in a module of the context."""
    text = "def run(cursor, statement):\n    cursor.execute(statement)\n"
    names: dict[str, Any] = {}
    exec(compile(text, str(guard.CONTEXTS / context / "some_module.py"), "exec"), names)  # noqa: S102
    with connection.cursor() as cursor:
        names["run"](cursor, statement)


def test_no_table_points_into_another_context() -> None:
    assert [crossing for model in apps.get_models(include_auto_created=True) for crossing in crossings(model)] == []


@isolate_apps("contexts.order")
def test_a_foreign_key_into_another_context_is_noticed() -> None:
    class Receipt(models.Model):
        __module__ = "contexts.order.models"
        invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="+")

        class Meta:
            app_label = "order"

    assert crossings(Receipt) == ["Receipt.invoice: keep the id, not the foreign key"]


def test_only_known_tables_point_at_the_user() -> None:
    user = apps.get_model("customer", "User")
    pointing = {
        field.related_model._meta.label
        for field in user._meta.get_fields(include_hidden=True)
        if field.auto_created and field.is_relation and not field.concrete
    }
    assert pointing == KNOW_THE_USER, (
        "A table that points at the user goes with the person who is erased: list it, or keep the id."
    )


def test_every_table_of_a_context_wears_its_name() -> None:
    for model in apps.get_models(include_auto_created=True):
        assert guard.owner_of(model._meta.db_table) == context_of(model), f"{model.__name__}: {model._meta.db_table}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "SELECT 1 FROM billing_invoice",
        "WITH them AS (SELECT * FROM billing_invoice) SELECT * FROM them",
        "SELECT 1 FROM order_order AS o JOIN billing_invoice AS i ON i.order_id = o.id",
        "UPDATE billing_invoice SET number = NULL WHERE id IS NULL",
        "DELETE FROM billing_invoice WHERE false",
        "LOCK TABLE billing_invoice",
    ],
)
def test_a_context_that_touches_a_foreign_table_is_caught(statement: str) -> None:
    with pytest.raises(AssertionError, match="order touches tables of billing; it must ask their facade"):
        speak_as("order", statement)
    assert len(guard.seen) == 1
    guard.seen.clear()


@pytest.mark.django_db
def test_a_context_may_touch_its_own_tables_and_those_of_kernel_and_django() -> None:
    speak_as("billing", "WITH order_order AS (SELECT 1) SELECT i.order_id FROM billing_invoice AS i, order_order")
    speak_as("billing", "SELECT 1 FROM gotuto_outbox_delivery, django_session")


def test_placeholders_do_not_hide_a_table() -> None:
    statement = "SELECT %s::uuid FROM order_order WHERE id = ANY(%(ids)s) AND total > %(least)s LIMIT %s"
    assert guard.owners(statement) == {"order"}


def test_a_process_that_cannot_fail_a_test_leaves_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "violations"
    monkeypatch.setenv(guard.REPORT, str(report))
    guard._tell("order touches\n  tables of billing")
    guard._tell("again")
    assert report.read_text() == "order touches tables of billing\nagain\n"


def test_a_process_with_the_guarded_settings_is_watched() -> None:
    guard.uninstall()
    AppConfig.create(guarded_settings.INSTALLED_APPS[-1]).ready()
    assert guard.is_installed()


@pytest.mark.django_db
def test_statements_take_the_way_of_production_and_are_watched_all_the_same() -> None:
    assert connection.execute_wrappers == []
    names: dict[str, Any] = {}
    text = "from gotuto.db import fetch_one\ndef run():\n    fetch_one('SELECT 1 FROM billing_invoice')\n"
    exec(compile(text, str(guard.CONTEXTS / "order" / "some_module.py"), "exec"), names)  # noqa: S102
    with pytest.raises(AssertionError, match="order touches tables of billing"):
        names["run"]()
    guard.seen.clear()
