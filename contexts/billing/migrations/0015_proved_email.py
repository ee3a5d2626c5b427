"""Locks: billing_client for a moment (a column with NULL)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0014_particulars_frozen")]

    operations = [
        migrations.AddField(
            model_name="client",
            name="email_proved_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="address proved"),
        ),
    ]
