"""`manage.py drill FILE`: is the last backup one? Restores it beside, on servers of its own, and lets it work. Exit code 1 if not."""

import signal
import sys
from argparse import ArgumentParser
from typing import Any

from config.recovery import place
from config.recovery.drill import playing
from gotuto.arguments import number, one_line, whole_number
from gotuto.backup import folder
from gotuto.commands import OperatorCommand
from gotuto.progress import Steps


class Command(OperatorCommand):
    help = (
        "Restore a backup beside the shop, which stays untouched, place orders, kill programs, and look at what became of it."
        " Example: manage.py drill /var/backups/gotuto"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "path",
            type=one_line,
            nargs="?",
            help="the file, or a folder, of which the last backup is taken; GOTUTO_BACKUP_DIR unless given",
        )
        parser.add_argument("--orders", type=whole_number, default=20, help="how many are placed; 20 unless given")
        parser.add_argument("--minutes", type=number, default=15, help="when it is given up; 15 unless given")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        # Whoever is asked to stop takes away the copy of the shop first.
        before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        try:
            acts = playing.play(
                folder.latest(place.backups(options["path"])).absolute(),
                orders=options["orders"],
                seconds=options["minutes"] * 60,
                steps=Steps(silent=options["json"]),
            )
        finally:
            signal.signal(signal.SIGTERM, before)
        self.tell(acts, options, none="")
