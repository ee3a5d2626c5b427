"""`manage.py flags list|on|off`: feature flags, switched for everybody while the shop runs."""

from argparse import ArgumentParser
from typing import Any

from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand
from gotuto.flags import inspection
from gotuto.flags.switching import switch


class Command(OperatorCommand):
    help = (
        "Shows feature flags and switches them; every process knows within five seconds."
        " Example: manage.py flags off http.csv_export"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="all flags, how they stand and what they mean")
        on = verbs.add_parser("on", help="switch a flag on")
        off = verbs.add_parser("off", help="switch a flag off")
        for verb in (on, off):
            verb.add_argument("name", type=one_line, help="as the list shows it")
        self.for_programs(listing, on, off)
        self.can_be_tried(on, off)

    def do_list(self, options: dict[str, Any]) -> None:
        self.tell(inspection.states(), options, none="No flags are declared.")

    def do_on(self, options: dict[str, Any]) -> None:
        self._switch(options, on=True)

    def do_off(self, options: dict[str, Any]) -> None:
        self._switch(options, on=False)

    def _switch(self, options: dict[str, Any], *, on: bool) -> None:
        name = options["name"]
        changed = switch(name=name, on=on)
        words = f"{name} is {options['verb']}{'' if changed else ' already'}."
        self.done(words, options, flag=name, on=on, changed=changed)
