from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Breaker",
            fields=[
                ("destination", models.CharField(max_length=50, primary_key=True, serialize=False)),
                ("failures", models.IntegerField()),
                ("open_until", models.DateTimeField(null=True)),
                ("last_error", models.TextField()),
                ("changed_at", models.DateTimeField()),
            ],
            options={"verbose_name": "circuit breaker"},
        ),
    ]
