"""`manage.py restore FILE --verify`: a shop back from its backup, proven before anybody is let in. Exit code 1 if it is not."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings

from config.recovery import place, restoring
from config.recovery.database import reachable_database
from gotuto.arguments import one_line
from gotuto.backup.loading import ASIDE
from gotuto.commands import OperatorCommand
from gotuto.progress import Steps


class Command(OperatorCommand):
    help = (
        "Restore a backup into an empty database, and let in the shop once its invariants hold."
        " Example: manage.py restore /var/backups/gotuto --verify"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path",
            type=one_line,
            nargs="?",
            help="the file, or a folder, of which the last backup is taken; GOTUTO_BACKUP_DIR unless given",
        )
        parser.add_argument(
            "--verify", action="store_true", help="also compare each table and file, and replay all orders"
        )
        parser.add_argument(
            "--accept", action="store_true", help="let in although something is found, such as an old fault of the shop"
        )
        parser.add_argument("--dry-run", action="store_true", help="check file and database, and write nothing")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        steps, passphrase = Steps(silent=options["json"]), settings.GOTUTO_BACKUP_PASSPHRASE
        with reachable_database():
            looked = restoring.look(place.backups(options["path"]), passphrase=passphrase, steps=steps)
            if options["dry_run"]:
                taken_at = looked.manifest.taken_at
                self.done(
                    f"{looked.path} of {taken_at:%Y-%m-%d %H:%M:%S} can be restored.", options, can_restore=looked
                )
                return
            restored = restoring.restore(
                looked, passphrase=passphrase, verify=options["verify"], accept=options["accept"], steps=steps
            )
        self.done("\n".join(_told(restored)), options, restored=restored)
        if not restored.let_in:
            sys.exit(1)


def _told(restored: restoring.Restored) -> list[str]:
    files = "".join(f", {each.files:,} files of {each.storage}" for each in restored.files if each.is_in)
    words = f"{restored.rows:,} rows of {restored.tables} tables{files} as of {restored.taken_at:%Y-%m-%d %H:%M:%S} UTC"
    if not restored.findings:
        return [f"{words}: proven and let in."]
    if restored.let_in:
        return [*restored.findings, f"{words}: let in with {len(restored.findings)} findings."]
    return [
        *restored.findings,
        f"{words}: not proven, and nobody was let in. The shop waits in the schema {ASIDE} to be looked at; the next"
        " restore drops it. --accept lets it in as it is.",
    ]
