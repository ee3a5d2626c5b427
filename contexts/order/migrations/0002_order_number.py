"""Order numbers come from a sequence."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("order", "0001_initial")]

    operations = [migrations.RunSQL("CREATE SEQUENCE order_number START 1001", "DROP SEQUENCE order_number")]
