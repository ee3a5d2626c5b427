from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gotuto_outbox", "0003_cheaper_rows")]

    operations = [migrations.RenameField("delivery", "token", "fencing_token")]
