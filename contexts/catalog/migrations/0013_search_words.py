"""Locks: catalog_category, catalog_product for a moment (a column without a rewrite, and the keys of new tables)."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions
from django.db import migrations, models

import gotuto.ids


class Migration(migrations.Migration):
    dependencies = [("catalog", "0012_product_found_by_gtin")]

    operations = [
        migrations.AddField(
            model_name="product", name="keywords", field=models.TextField(blank=True, db_default="", default="")
        ),
        migrations.CreateModel(
            name="SearchLanguage",
            fields=[("code", models.CharField(max_length=2, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalog.product",
                    ),
                ),
                ("title", django.contrib.postgres.search.SearchVectorField()),
                ("everything", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["title"], name="catalog_searched_title"),
                    django.contrib.postgres.indexes.GinIndex(fields=["everything"], name="catalog_searched_everything"),
                ]
            },
        ),
        migrations.CreateModel(
            name="SearchFeed",
            fields=[("engine", models.CharField(max_length=20, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                (
                    "product",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="catalog.product",
                    ),
                ),
                ("change", models.BigIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["change"], name="catalog_searchchange_oldest")]},
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("word", models.CharField(db_collation="C", max_length=40)),
                ("products", models.IntegerField(db_default=1, default=1)),
                ("forms", django.contrib.postgres.fields.ArrayField(models.TextField(), size=None)),
                ("near", django.contrib.postgres.fields.ArrayField(models.TextField(), size=None)),
                (
                    "category",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="catalog.category"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["word"], name="catalog_searchword_word"),
                    models.Index(django.db.models.functions.Reverse("word"), name="catalog_searchword_end"),
                    django.contrib.postgres.indexes.GinIndex(fields=["forms"], name="catalog_searchword_forms"),
                    django.contrib.postgres.indexes.GinIndex(fields=["near"], name="catalog_searchword_near"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                ("id", models.UUIDField(default=gotuto.ids.new_id, primary_key=True, serialize=False)),
                ("words", django.contrib.postgres.fields.ArrayField(models.CharField(max_length=40), size=None)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "synonyms",
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["words"], name="catalog_synonyms_words")],
            },
        ),
        migrations.CreateModel(
            name="SearchMiss",
            fields=[
                ("question", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("asked", models.IntegerField(default=1)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
            ],
            options={
                "verbose_name_plural": "search misses",
                "indexes": [
                    models.Index(fields=["asked", "question"], name="catalog_searchmiss_asked"),
                    models.Index(fields=["last_at"], name="catalog_searchmiss_last"),
                ],
            },
        ),
    ]
