"""`manage.py export_file KIND FILE`: all of a kind as a file, which can be imported again."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand
from gotuto.imports import exporting, kinds
from gotuto.roles import Role
from gotuto.tables import FORMATS


class Command(OperatorCommand):
    help = (
        "Write all of a kind into a file, with the columns of its import."
        " Example: manage.py export_file products products.csv"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", type=one_line, help=f"what to export: {', '.join(kinds.kinds())}")
        parser.add_argument("file", type=Path, help="where to; .csv or .xlsx")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        format = path.suffix.removeprefix(".").lower()
        content = exporting.export(
            kind=options["kind"], format=format if format in FORMATS else "csv", roles=list(Role)
        )
        with path.open("wb") as file:
            size = sum(file.write(piece) for piece in content)
        self.done(f"{options['kind']}: {size:,} bytes in {path}.", options, kind=options["kind"], bytes=size)
