from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("gotuto_sagas", "0002_cheaper_rows")]

    operations = [migrations.RenameField("sagarun", "token", "fencing_token")]
