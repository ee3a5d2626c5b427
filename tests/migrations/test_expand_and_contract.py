"""Each migration since the last release lets that release go on: it breaks nothing of it, and locks nothing for long."""

import re

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.migrations import Migration
from django.db.migrations.operations.base import Operation
from django.db.models.functions import Now, Random

from gotuto.db.indexes import AddIndexInUse, RemoveIndexInUse
from tests.migrations.locks import Judgement, judge
from tests.migrations.statements import docstring, since_the_release, state_before, statements
from tests.promise import tables
from tests.promise.record import recorded

RECENT = [f"{each.app_label}.{each.name}" for each in since_the_release()]
FORM = re.compile(r"^(Locks: (?:nothing|[a-z_]+(?:, [a-z_]+)* for a moment) \()[^()]+\)\.$", re.MULTILINE)
CHEAP = models.Q(on_hand__lt=models.F("reserved") + 1_000_000_000)


pytestmark = pytest.mark.django_db


def judged(migration: Migration) -> Judgement:
    released = recorded("tables")
    names = [*released, *(f"{table}.{column}" for table, columns in released.items() for column in columns)]
    return judge(statements(migration, state_before(migration)), atomic=migration.atomic, released=names)


@pytest.mark.parametrize("name", RECENT)
def test_a_migration_lets_the_last_release_go_on(name: str) -> None:
    found = judged(tables.loader().get_migration(*name.split(".")))
    assert found.wrong == [], "docs/upgrading.md, Expand and contract"


@pytest.mark.parametrize("name", RECENT)
def test_a_migration_says_how_long_it_locks(name: str) -> None:
    migration = tables.loader().get_migration(*name.split("."))
    said = [found[1] for found in FORM.finditer(docstring(migration))]
    assert said == [judged(migration).line()], (
        "The docstring of the migration says it, with the reason: Locks: … (why)."
    )


def planted(operations: list[Operation], *, atomic: bool = True) -> Judgement:
    """What the rule says of a migration of inventory that comes after all others."""
    last = max(name for label, name in tables.loader().disk_migrations if label == "inventory")
    plant = type(
        "Migration", (Migration,), {"operations": operations, "atomic": atomic, "dependencies": [("inventory", last)]}
    )
    migration = plant("9999_planted", "inventory")
    released = recorded("tables")
    names = [*released, *(f"{table}.{column}" for table, columns in released.items() for column in columns)]
    return judge(statements(migration, tables.loader().project_state()), atomic=atomic, released=names)


def add(field: "models.Field[object, object]") -> Operation:
    return migrations.AddField("stockitem", "planted", field)


def alter(name: str, field: "models.Field[object, object]") -> Operation:
    return migrations.AlterField("stockitem", name, field)


def sql(text: str) -> Operation:
    return migrations.RunSQL(text)


INDEX = models.Index(fields=["reserved"], name="inventory_planted")
CHECK = models.CheckConstraint(condition=CHEAP, name="inventory_planted")
UNIQUE = models.UniqueConstraint(fields=["product_id"], name="inventory_planted")
NULLED = models.ForeignKey("inventory.Reservation", models.PROTECT, null=True, db_index=False)

REFUSED: dict[str, tuple[list[Operation], str]] = {
    "a column is dropped": ([migrations.RemoveField("stockitem", "version")], "the last release names it"),
    "a column is renamed": ([migrations.RenameField("stockitem", "version", "count")], "knows the old name"),
    "a table is dropped": ([migrations.DeleteModel("ReservationLine")], "the last release works with it"),
    "a table is renamed": ([migrations.AlterModelTable("Movement", "inventory_ledger")], "knows the old name"),
    "a value is demanded": ([add(models.IntegerField(default=0))], "keep the default by db_default"),
    "a value is demanded in SQL": ([sql("ALTER TABLE inventory_movement ADD COLUMN x int NOT NULL")], "add db_default"),
    "a default that differs": ([add(models.FloatField(db_default=Random()))], "writes all of them anew"),
    "a checked column": ([add(models.PositiveIntegerField(db_default=0))], "all rows are read or written"),
    "a unique column": ([add(models.IntegerField(null=True, unique=True))], "all rows are read or written"),
    "a reference with a value": (
        [sql("ALTER TABLE inventory_movement ADD COLUMN x uuid DEFAULT 'a' REFERENCES inventory_reservation")],
        "compared with the other table",
    ),
    "a type is changed": ([alter("version", models.BigIntegerField())], "all rows are written anew"),
    "NULL is forbidden": ([sql("ALTER TABLE inventory_movement ALTER COLUMN actor SET NOT NULL")], "may write NULL"),
    "two changes in one": (
        [sql("ALTER TABLE inventory_movement ALTER COLUMN reason DROP NOT NULL, ALTER COLUMN actor SET NOT NULL")],
        "may write NULL",
    ),
    "an index by the way": ([migrations.AddIndex("stockitem", INDEX)], "nobody can write while the index is built"),
    "an index of a field": ([alter("product_id", models.UUIDField(db_index=True))], "nobody can write while the index"),
    "an index is dropped": ([migrations.RemoveIndex("movement", "inventory_movement_order")], "use RemoveIndexInUse"),
    "a constraint at once": ([migrations.AddConstraint("stockitem", CHECK)], "add it NOT VALID"),
    "a unique constraint": ([migrations.AddConstraint("stockitem", UNIQUE)], "add the constraint USING INDEX"),
    "validated under lock": (
        [AddConstraintNotValid("stockitem", CHECK), ValidateConstraint("stockitem", "inventory_planted")],
        "reads all its rows while inventory_stockitem stays locked",
    ),
    "rows are moved": ([sql("UPDATE inventory_movement SET reason = ''")], "moves rows within the migration"),
    "Python": ([migrations.RunPython(migrations.RunPython.noop)], "nobody can tell what it locks"),
    "a strange statement": ([sql("CLUSTER inventory_movement")], "a form that the rule does not know"),
    "a strange change": ([sql("ALTER TABLE inventory_movement SET LOGGED")], "a change that the rule does not know"),
}  # fmt: skip


@pytest.mark.parametrize("plant", REFUSED)
def test_what_would_stop_the_last_release_is_refused(plant: str) -> None:
    operations, words = REFUSED[plant]
    assert [said for said in planted(operations).wrong if words in said]


MOVEMENT = "Locks: inventory_movement for a moment ("
ITEM = "Locks: inventory_stockitem for a moment ("
TAKEN: dict[str, tuple[list[Operation], str]] = {
    "a table": (
        [
            migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True)), ("row", models.IntegerField())]),
            migrations.AddIndex("shelf", models.Index(fields=["row"], name="inventory_shelf_row")),
            migrations.AddField("shelf", "lamp", models.IntegerField(default=1)),
        ],
        "Locks: nothing (",
    ),
    "a column with a default": ([add(models.IntegerField(default=0, db_default=0))], ITEM),
    "a column with the time": ([add(models.DateTimeField(db_default=Now()))], ITEM),
    "a column without a value": ([add(models.UUIDField(null=True))], ITEM),
    "a reference": ([add(NULLED)], "Locks: inventory_reservation, inventory_stockitem for a moment ("),
    "a longer text": ([migrations.AlterField("movement", "reason", models.CharField(max_length=500, blank=True))], MOVEMENT),
    "a constraint that is not looked at": ([AddConstraintNotValid("stockitem", CHECK)], ITEM),
    "a constraint that is gone": ([migrations.RemoveConstraint("movement", "inventory_movement_known_kinds")], MOVEMENT),
    "an index that becomes a constraint": (
        [sql("ALTER TABLE inventory_movement ADD CONSTRAINT once UNIQUE USING INDEX inventory_planted")],
        MOVEMENT,
    ),
    "a value that need not be": ([sql("ALTER TABLE inventory_movement ALTER COLUMN reason DROP NOT NULL")], MOVEMENT),
    "a default": ([sql("ALTER TABLE inventory_movement ALTER COLUMN actor SET DEFAULT NULL")], MOVEMENT),
    "statistics": ([sql("ALTER TABLE inventory_movement ALTER COLUMN sku SET STATISTICS 500")], MOVEMENT),
    "autovacuum": ([sql("ALTER TABLE inventory_movement SET (autovacuum_vacuum_scale_factor = 0.01)")], "Locks: nothing ("),
    "a trigger": ([sql("DROP TRIGGER inventory_movement_only_grows ON inventory_movement")], MOVEMENT),
    "a column that no release knows": ([add(models.IntegerField(null=True)), migrations.RemoveField("stockitem", "planted")], ITEM),
    "a table that no release knows": ([sql("DROP TABLE inventory_try")], "Locks: nothing ("),
}  # fmt: skip


@pytest.mark.parametrize("plant", TAKEN)
def test_what_lets_it_go_on_is_taken_with_the_tables_that_it_locks(plant: str) -> None:
    operations, line = TAKEN[plant]
    found = planted(operations)
    assert (found.wrong, found.line()) == ([], line)


@pytest.mark.parametrize(
    "operation",
    [
        AddIndexInUse("stockitem", INDEX),
        RemoveIndexInUse("movement", "inventory_movement_order"),
        ValidateConstraint("stockitem", "inventory_stockitem_reserved_on_hand"),
    ],
    ids=["an index is built", "an index is dropped", "a constraint is validated"],
)
def test_long_work_that_nobody_waits_for_is_taken(operation: Operation) -> None:
    found = planted([operation], atomic=False)
    assert (found.wrong, found.line()) == ([], "Locks: nothing (")


@pytest.mark.parametrize(
    "text",
    [
        "Locks: nothing.",
        "Locks: order_order (why).",
        "Locks: order_order for a while (why).",
        "It locks order_order for a moment (why).",
        "Locks: nothing (why)",
    ],
)
def test_a_line_in_another_form_does_not_count(text: str) -> None:
    assert FORM.search(text) is None
