"""`manage.py dbshell`: psql on the database of the instance; psql is found where backups find it, also where none is on the PATH."""

import os
from typing import Any

from django.core.management.base import CommandParser
from django.core.management.commands import dbshell

from gotuto.backup.tools import found_tools


class Command(dbshell.Command):
    help = 'Opens psql on the database of the instance. Example: manage.py dbshell -- -c "\\d billing_invoice"'

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        # Django's own says nothing of them.
        for action in parser._actions:
            action.help = action.help or "handed to psql; they come after --"

    def handle(self, **options: Any) -> None:
        for tools in found_tools()[:1]:
            os.environ["PATH"] = f"{tools.folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        super().handle(**options)
