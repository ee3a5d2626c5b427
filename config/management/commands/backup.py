"""`manage.py backup FILE`: the shop as it is now, in one file; in a folder with `--keep` also an end to old ones."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from config.recovery import place
from config.recovery.backing_up import Taken, back_up
from config.recovery.database import reachable_database
from gotuto.arguments import at_least_one, one_line
from gotuto.backup import folder
from gotuto.commands import OperatorCommand
from gotuto.progress import Steps

_MOST_NAMED = 20


class Command(OperatorCommand):
    help = (
        "Back up the shop while it works, with its files, encrypted where GOTUTO_BACKUP_PASSPHRASE is set."
        " Example: manage.py backup /var/backups/gotuto --keep 14"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path",
            type=one_line,
            nargs="?",
            help="a new file, or a folder, in which it is named by the time; GOTUTO_BACKUP_DIR unless given",
        )
        parser.add_argument(
            "--keep", type=at_least_one, metavar="N", help="delete all but the last N backups of the folder"
        )
        parser.add_argument("--dry-run", action="store_true", help="name what would be written and deleted")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        path, now = place.backups(options["path"]), timezone.now()
        if options["keep"] and not path.is_dir():
            raise CommandError(f"--keep is for folders, and {path} is none.")
        if options["dry_run"]:
            self._foretell(path, options)
            return
        with reachable_database():
            taken = back_up(
                path,
                passphrase=settings.GOTUTO_BACKUP_PASSPHRASE,
                now=now,
                steps=Steps(silent=options["json"]),
            )
        # An older backup may have the files that this one lacks.
        deleted = folder.too_many(path, keep=options["keep"]) if options["keep"] and not taken.faults else []
        for old in deleted:
            old.unlink()
        self.done(
            "\n".join([*_told(taken), *(f"{old}: deleted" for old in deleted)]), options, taken=taken, deleted=deleted
        )
        if taken.faults:
            raise CommandError(
                f"{len(taken.faults)} files are not in it, so that no older backup was deleted. One of those may have them."
            )

    def _foretell(self, path: Path, options: dict[str, Any]) -> None:
        file = folder.file_for(path, taken_at=timezone.now(), encrypted=bool(settings.GOTUTO_BACKUP_PASSPHRASE))
        # The new one counts as well.
        old = [*folder.backups_in(path), file][: -options["keep"]] if options["keep"] else []
        lines = [f"{file}: would be written", *(f"{each}: would be deleted" for each in old)]
        self.done("\n".join(lines), options, would_write=file, would_delete=old)


def _told(taken: Taken) -> Iterator[str]:
    yield f"{taken.path}: {taken.bytes:,} bytes, {taken.rows:,} rows of {taken.tables} tables"
    for stored in taken.files:
        if stored.is_in:
            yield f"{stored.storage}: {stored.files:,} files, {stored.bytes:,} bytes"
        else:
            yield f"{stored.storage}: {stored.files:,} files are not in the backup, as {stored.kind} keeps them: back it up too"
    yield from taken.faults[:_MOST_NAMED]
