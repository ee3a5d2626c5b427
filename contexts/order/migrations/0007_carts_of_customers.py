"""A cart that a customer has ordered is theirs, whoever began it: its token opens nothing of theirs any more."""

from django.db import migrations

_TAKE = """
UPDATE order_cart AS cart SET customer_id = placed.customer_id
FROM order_order AS placed
WHERE placed.id = cart.order_id AND cart.customer_id IS NULL AND placed.customer_id IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("order", "0006_own_words_of_a_cancellation")]

    operations = [migrations.RunSQL(_TAKE, migrations.RunSQL.noop)]
