"""`manage.py report`: receivables by age, revenue, a client's account, and the journal of payments."""

from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from contexts.billing.ledger import dto, queries
from contexts.billing.ledger.dto import By
from gotuto.arguments import day, one_line
from gotuto.commands import OperatorCommand, table
from gotuto.ids import ClientId


@dataclass(frozen=True)
class _Aged:
    client: str
    not_due: str
    days_1_30: str
    days_31_60: str
    days_61_90: str
    over_90: str
    open: str
    fees: str
    ahead: str


@dataclass(frozen=True)
class _Booked:
    day: date
    kind: str
    number: str
    amount: str
    balance: str


class Command(OperatorCommand):
    help = (
        "Say what clients owe, what was invoiced, how an account stands, or what money was booked. "
        "Example: manage.py report receivables --on 2026-10-31"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        receivables = verbs.add_parser("receivables", help="what is open by the days since it fell due")
        receivables.add_argument("--on", type=day, help="as it was at the end of this day; today without")
        revenue = verbs.add_parser("revenue", help="what was invoiced, credit notes taken off")
        revenue.add_argument("--by", type=By, choices=list(By), default=By.DAY, help="day, week or month")
        statement = verbs.add_parser("statement", help="a client's account")
        statement.add_argument("client", type=UUID, help="the id of the client")
        journal = verbs.add_parser("payments", help="payments, what they settle, reversals and refunds")
        journal.add_argument("--cursor", type=one_line, default="", help="where the page before has ended")
        for verb in (revenue, statement, journal):
            verb.add_argument("--from", dest="first", type=day, help="the first day; the last full month without")
            verb.add_argument(
                "--to", dest="last", type=day, help="the last day; the end of the month of --from without"
            )
        for verb in (receivables, revenue):
            verb.add_argument("--seller", type=one_line, help="only of this one, such as main")
        self.for_programs(receivables, revenue, statement, journal)

    def do_receivables(self, options: dict[str, Any]) -> None:
        report = queries.receivables(on=options["on"], legal_entity=options["seller"], now=timezone.now())
        rows = [_aged(one.name, one.aged) for one in report.clients]
        sums = [_aged(f"all {one.clients} in {one.currency}", one.aged) for one in report.totals]
        words = table([*rows, *sums]) if sums else "Nothing is open, and nobody has paid ahead."
        self.done(f"At the end of {report.on}\n{words}", options, report=report)

    def do_revenue(self, options: dict[str, Any]) -> None:
        days = {"first": options["first"], "last": options["last"]}
        report = queries.revenue(**days, by=options["by"], legal_entity=options["seller"], now=timezone.now())
        words = table(report.rows) + "\n\n" + table(report.totals) if report.rows else "Nothing was issued."
        self.done(f"{report.first} to {report.last}\n{words}", options, report=report)

    def do_statement(self, options: dict[str, Any]) -> None:
        days = {"first": options["first"], "last": options["last"]}
        report = queries.statement(client_id=ClientId(options["client"]), **days, now=timezone.now())
        parts = [_account(one, report) for one in report.currencies] or ["Nothing was ever booked."]
        self.done("\n\n".join([f"{report.name}, {report.first} to {report.last}", *parts]), options, report=report)

    def do_payments(self, options: dict[str, Any]) -> None:
        days = {"first": options["first"], "last": options["last"]}
        report = queries.journal(**days, cursor=options["cursor"], now=timezone.now())
        parts = [table(part) for part in (report.items, report.totals) if part] or ["Nothing was booked."]
        more = [f"There is more: --cursor {report.next}"] if report.next else []
        self.done("\n\n".join([f"{report.first} to {report.last}", *parts, *more]), options, report=report)


def _aged(client: str, aged: dto.Aged) -> _Aged:
    buckets = (aged.not_due, aged.days_1_30, aged.days_31_60, aged.days_61_90, aged.over_90)
    return _Aged(client, *map(str, (*buckets, aged.total, aged.fees, aged.unallocated)))


def _account(one: dto.StatementOfCurrency, report: dto.Statement) -> str:
    lines = [_Booked(line.day, line.kind, line.number, str(line.amount), str(line.balance)) for line in one.lines]
    opening = _Booked(report.first, "opening", "", "", str(one.opening))
    return table([opening, *lines, _Booked(report.last, "closing", "", "", str(one.closing))])
