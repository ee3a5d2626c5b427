"""Locks: inventory_movement, inventory_reservationline, inventory_stockitem for a moment (columns and rules, not proved yet)."""

from typing import Any
from uuid import UUID

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q

import gotuto.ids

KINDS = [
    *("receipt", "adjustment", "reserve", "release", "commit"),
    *("scrap", "return", "write_off", "count", "transfer_out", "transfer_in"),
]
MAIN = UUID("00000000-0000-7000-8000-000000000001")


def key() -> Any:
    return models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)


def of(model: str, **more: Any) -> Any:
    more = {"db_index": False, "on_delete": django.db.models.deletion.PROTECT, "related_name": "+", **more}
    return models.ForeignKey(to=f"inventory.{model}", **more)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0004_ledger_summed_by_its_index")]

    operations = [
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", key()),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=100)),
                ("priority", models.IntegerField(default=0)),
                ("address", models.JSONField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("priority", "code"),
                "constraints": [
                    models.UniqueConstraint(fields=["code"], name="inventory_location_code"),
                    models.CheckConstraint(
                        condition=~Q(id=MAIN) | Q(code="MAIN", closed_at=None), name="inventory_location_main_is_open"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Level",
            fields=[
                ("id", key()),
                ("item", of("stockitem", db_column="sku", to_field="sku", related_name="levels")),
                ("location", of("location")),
                ("on_hand", models.BigIntegerField(default=0)),
                ("reserved", models.BigIntegerField(default=0)),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("item_id", "location_id"),
                "constraints": [
                    models.UniqueConstraint(fields=["item", "location"], name="inventory_level_once"),
                    models.CheckConstraint(
                        condition=Q(reserved__gte=0, reserved__lte=F("on_hand")),
                        name="inventory_level_reserved_on_hand",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["location", "item"], name="inventory_level_there", condition=Q(on_hand__gt=0)),
                ],
            },
        ),
        migrations.CreateModel(
            name="Allocation",
            fields=[
                ("id", key()),
                ("line", of("reservationline", related_name="allocations")),
                ("location", of("location")),
                ("quantity", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["line", "location"], name="inventory_allocation_once"),
                    models.CheckConstraint(condition=Q(quantity__gt=0), name="inventory_allocation_quantity"),
                ],
            },
        ),
        migrations.AddField(
            model_name="stockitem",
            name="on_hand_elsewhere",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="stockitem",
            name="reserved_elsewhere",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="reservationline", name="elsewhere", field=models.IntegerField(db_default=0, default=0)
        ),
        migrations.AddField(
            model_name="movement", name="location", field=of("location", db_constraint=False, null=True)
        ),
        migrations.AddField(
            model_name="movement",
            name="reference",
            field=models.CharField(blank=True, db_default="", default="", max_length=64),
        ),
        migrations.AlterField(
            model_name="movement",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=16),
        ),
        AddConstraintNotValid(
            model_name="stockitem",
            constraint=models.CheckConstraint(
                condition=Q(reserved_elsewhere__gte=0, reserved_elsewhere__lte=F("on_hand_elsewhere")),
                name="inventory_stockitem_elsewhere",
            ),
        ),
        AddConstraintNotValid(
            model_name="stockitem",
            constraint=models.CheckConstraint(
                condition=Q(
                    reserved__gte=F("reserved_elsewhere"),
                    reserved__lte=F("on_hand") - F("on_hand_elsewhere") + F("reserved_elsewhere"),
                ),
                name="inventory_stockitem_reserved_on_main",
            ),
        ),
        AddConstraintNotValid(
            model_name="reservationline",
            constraint=models.CheckConstraint(
                condition=Q(elsewhere__gte=0, elsewhere__lte=F("quantity")), name="inventory_reservationline_elsewhere"
            ),
        ),
        migrations.RemoveConstraint(model_name="movement", name="inventory_movement_kind"),
        AddConstraintNotValid(
            model_name="movement",
            constraint=models.CheckConstraint(condition=Q(kind__in=KINDS), name="inventory_movement_kinds"),
        ),
    ]
