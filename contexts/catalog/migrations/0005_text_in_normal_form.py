"""What people search for, in the one spelling that everything has now when it comes in."""

from django.db import migrations

_NORMAL = """
UPDATE catalog_product SET name = normalize(name, NFC), description = normalize(description, NFC),
    slug = normalize(slug, NFC)
WHERE name IS NOT NFC NORMALIZED OR description IS NOT NFC NORMALIZED OR slug IS NOT NFC NORMALIZED;
UPDATE catalog_category SET name = normalize(name, NFC), description = normalize(description, NFC),
    slug = normalize(slug, NFC)
WHERE name IS NOT NFC NORMALIZED OR description IS NOT NFC NORMALIZED OR slug IS NOT NFC NORMALIZED
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0004_prices_within_each_currency")]
    # The other spelling shows the same; nothing is lost by going back.
    operations = [migrations.RunSQL(_NORMAL, migrations.RunSQL.noop)]
