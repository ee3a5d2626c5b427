"""`manage.py bank_statement`: read what a bank sends, and book what is certain of it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError
from django.utils import timezone

from contexts.billing.bankfiles.dto import CsvMapping
from contexts.billing.bankfiles.use_cases import enter_account, save_mapping
from contexts.billing.bankstatements import use_cases
from contexts.billing.bankstatements.dto import BankStatement
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Read a bank statement (CAMT.053, or CSV with a mapping), and book what is certain of it."
        " Example: manage.py bank_statement import statement.xml --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        reading = verbs.add_parser("import", help="read a file; the same or an overlapping one changes nothing")
        reading.add_argument("file", type=Path, help="CAMT.053 in version 02 or 08, or CSV")
        reading.add_argument("--mapping", type=one_line, default="", help="by which the columns of a CSV are read")
        again = verbs.add_parser("match", help="look once more at the lines that wait: there may be new invoices")
        mapping = verbs.add_parser("mapping", help="save which column of a bank's CSV means what")
        mapping.add_argument("file", type=Path, help="JSON: name, account, and the headings of the columns")
        account = verbs.add_parser("account", help="enter an account of a seller")
        account.add_argument("iban", type=one_line, help="its IBAN, or its number where it has none")
        account.add_argument("--seller", type=one_line, default="main", help="main without")
        account.add_argument("--currency", type=one_line, default="EUR", help="EUR without")
        account.add_argument("--name", type=one_line, default="", help="as people call it")
        parsers = (reading, again, mapping, account)
        self.can_be_tried(*parsers)
        self.for_programs(*parsers)

    def do_import(self, options: dict[str, Any]) -> None:
        told = use_cases.import_statement(
            content=_read(options["file"]),
            file_name=options["file"].name,
            mapping=options["mapping"],
            now=timezone.now(),
        )
        self.done("\n".join(map(_words, told.statements)), options, statements=told.statements)

    def do_match(self, options: dict[str, Any]) -> None:
        use_cases.look_again(now=timezone.now())
        lines = use_cases.match_lines(now=timezone.now())
        self.done(f"Looked at {lines} lines.", options, lines=lines)

    def do_mapping(self, options: dict[str, Any]) -> None:
        try:
            mapping = msgspec.json.decode(_read(options["file"]), type=CsvMapping)
        except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
            raise CommandError(f"{options['file']} is no mapping: {fault}") from None
        save_mapping(mapping=mapping)
        self.done(f"Saved the mapping {mapping.name}.", options, mapping=mapping)

    def do_account(self, options: dict[str, Any]) -> None:
        entered = enter_account(
            iban=options["iban"],
            legal_entity=options["seller"],
            currency=options["currency"],
            name=options["name"],
        )
        self.done(f"{entered.iban} is an account of {entered.legal_entity}.", options, account=entered)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise CommandError(f"{path} cannot be read: {fault.strerror}.") from None


def _words(told: BankStatement) -> str:
    lines = told.lines
    waits = lines.proposed + lines.open + lines.parked
    said = f"{told.account.iban}, {told.first_day} to {told.last_day}: {lines.matched} booked, {waits} wait, {lines.ignored} ignored."
    if told.gap:
        said += f" {told.gap.amount} are missing since the statement that ends on {told.gap.after}."
    return said
