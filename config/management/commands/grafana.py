"""`manage.py grafana [--check]`: writes the dashboard for Grafana, or tells whether it is as it would be written."""

import sys
from argparse import ArgumentParser
from typing import Any

from config import grafana
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = "Writes deploy/observability/grafana/gotuto.json from config/grafana.py. Example: manage.py grafana --check"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if it would be different")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        wanted = grafana.dashboard()
        is_so = grafana.FILE.exists() and grafana.FILE.read_text() == wanted
        if not options["check"]:
            grafana.FILE.write_text(wanted)
            self.done(f"{grafana.FILE} is written.", options, file=str(grafana.FILE), changed=not is_so)
        elif is_so:
            self.done("The dashboard is as it would be written.", options, is_current=True)
        else:
            self.done("The dashboard is old: run manage.py grafana.", options, is_current=False)
            sys.exit(1)
