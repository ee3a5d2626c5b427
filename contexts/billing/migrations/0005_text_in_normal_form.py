"""What people search for, in the one spelling that everything has now when it comes in."""

from django.db import migrations

_NORMAL = """
UPDATE billing_client SET name = normalize(name, NFC) WHERE name IS NOT NFC NORMALIZED
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_clients_changed_lately")]
    # The other spelling shows the same; nothing is lost by going back.
    operations = [migrations.RunSQL(_NORMAL, migrations.RunSQL.noop)]
