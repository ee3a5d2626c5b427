from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notification", "0002_cheaper_rows")]

    operations = [migrations.RenameField("notification", "token", "fencing_token")]
