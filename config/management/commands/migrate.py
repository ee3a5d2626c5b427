"""`manage.py migrate`: Django's, which holds nobody up while it waits for a table that is in use."""

from typing import Any

from django.core.management.commands import migrate

from gotuto.db.patience import patiently


class Command(migrate.Command):
    help = (
        f"{migrate.Command.help} A table that is in use is tried again and again, so that nobody queues behind it."
        " Example: manage.py migrate --plan"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        # What is done is recorded step by step: the next try goes on where this one stopped.
        patiently(lambda: super(Command, self).handle(*args, **options), say=self.stdout.write)
