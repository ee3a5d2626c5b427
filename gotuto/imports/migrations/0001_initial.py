"""The tables of imports.

Locks: nothing (the tables are new).
"""

import django.db.models.deletion
from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("due_at", models.DateTimeField()),
                ("fencing_token", models.IntegerField(default=0)),
                ("attempts", models.SmallIntegerField(default=0)),
                ("last_error", models.TextField(blank=True, default="")),
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=50)),
                ("file_name", models.CharField(blank=True, max_length=200, verbose_name="file")),
                ("columns", models.JSONField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("validating", "validating"),
                            ("ready", "ready"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                            ("cancelled", "cancelled"),
                        ],
                        default="validating",
                        max_length=10,
                    ),
                ),
                ("rows", models.PositiveIntegerField(default=0)),
                ("checked", models.PositiveIntegerField(default=0)),
                ("broken", models.PositiveIntegerField(default=0)),
                ("created", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                ("actor", models.UUIDField(null=True)),
                ("correlation_id", models.CharField(max_length=64)),
                ("started_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("status__in", ("validating", "running"))),
                        fields=["due_at", "id"],
                        name="imports_import_due",
                    ),
                    models.Index(fields=["started_at", "id"], name="imports_import_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at", None), ("status__in", ("validating", "ready", "running"))),
                            models.Q(("finished_at__isnull", False), ("status__in", ("done", "failed", "cancelled"))),
                            _connector="OR",
                        ),
                        name="imports_import_finished_at",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("column", models.CharField(blank=True, max_length=50)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("said", models.TextField(verbose_name="what is wrong")),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="gotuto_imports.import",
                        verbose_name="import",
                    ),
                ),
            ],
            options={
                "verbose_name": "problem of an import",
                "verbose_name_plural": "problems of imports",
                "indexes": [models.Index(fields=["of", "line", "id"], name="imports_problem_by_line")],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("line", models.IntegerField()),
                ("bundle", models.CharField(max_length=200)),
                ("values", models.JSONField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("valid", "valid"),
                            ("broken", "broken"),
                            ("created", "created"),
                            ("changed", "changed"),
                            ("unchanged", "unchanged"),
                            ("refused", "refused"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="gotuto_imports.import",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an import",
                "verbose_name_plural": "rows of an import",
                "indexes": [
                    models.Index(fields=["of", "outcome", "line"], name="imports_row_by_outcome"),
                    models.Index(fields=["of", "bundle"], name="imports_row_of_bundle"),
                ],
            },
        ),
    ]
