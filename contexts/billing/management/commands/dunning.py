"""`manage.py dunning`: what is done about those who do not pay: run it, see what would happen, keep it back."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import CommandError
from django.utils import timezone

from contexts.billing.dunning import queries, use_cases
from contexts.billing.dunning.dto import Trigger
from contexts.billing.sellers.domain import MAIN
from gotuto.arguments import day, one_line, reason
from gotuto.commands import OperatorCommand, table
from gotuto.ids import ClientId


class Command(OperatorCommand):
    help = (
        "Remind those who do not pay, as a policy says; see what would happen, or keep it back."
        " Example: manage.py dunning plan --by 2026-12-31"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        run = verbs.add_parser("run", help="do now what is due today, as the beat task does each hour")
        run.add_argument("--seller", type=one_line, help="only of this one, such as main")
        show = verbs.add_parser("show", help="the steps of a seller's policy")
        on = verbs.add_parser("on", help="switch the policy on; where there are no steps, the usual ones")
        off = verbs.add_parser("off", help="let no step be taken any more; the steps are kept")
        for verb in (show, on, off):
            verb.add_argument("--seller", type=one_line, default=MAIN, help="main if not said")
        plan = verbs.add_parser("plan", help="what would happen if nobody paid")
        plan.add_argument("--by", type=day, required=True, help="until this day is over")
        plan.add_argument("--seller", type=one_line, help="only of this one, such as main")
        pause = verbs.add_parser("pause", help="do nothing about an invoice or a client for a time")
        resume = verbs.add_parser("resume", help="end a pause")
        for verb in (pause, resume):
            verb.add_argument("--invoice", type=one_line, help="the number of the invoice")
            verb.add_argument("--client", type=UUID, help="the id of the client, where no invoice is named")
        pause.add_argument("--until", type=day, required=True, help="the last day of the pause")
        pause.add_argument("--reason", type=reason, required=True, help="stands in the history")
        self.can_be_tried(run, on, off, pause, resume)
        self.for_programs(run, show, on, off, plan, pause, resume)

    def do_run(self, options: dict[str, Any]) -> None:
        runs = use_cases.run_dunning(trigger=Trigger.OPERATOR, legal_entity=options["seller"], now=timezone.now())
        words = table(runs) if runs else "No policy is switched on: `dunning on` does it."
        self.done(words, options, runs=runs)

    def do_show(self, options: dict[str, Any]) -> None:
        policy = queries.get_policy(legal_entity=options["seller"])
        if not options["json"]:
            self.stdout.write(f"{policy.legal_entity}: {'on' if policy.is_on else 'off'}")
        self.tell(policy.steps, options, none="There are no steps: `dunning on` takes the usual ones.")

    def do_on(self, options: dict[str, Any]) -> None:
        policy = use_cases.switch_on(legal_entity=options["seller"], now=timezone.now())
        self.done(f"{policy.legal_entity}: {len(policy.steps)} steps are taken from now on.", options, policy=policy)

    def do_off(self, options: dict[str, Any]) -> None:
        policy = use_cases.switch_off(legal_entity=options["seller"], now=timezone.now())
        self.done(f"{policy.legal_entity}: no step is taken any more.", options, policy=policy)

    def do_plan(self, options: dict[str, Any]) -> None:
        plan = queries.plan(by=options["by"], legal_entity=options["seller"], now=timezone.now())
        self.tell(plan.rows, options, none="Nothing would happen.")

    def do_pause(self, options: dict[str, Any]) -> None:
        given = {"until": options["until"], "reason": options["reason"], "now": timezone.now()}
        if options["invoice"]:
            found = queries.find_invoice(number=options["invoice"])
            paused = use_cases.pause_invoice(invoice_id=found, **given)
        else:
            paused = use_cases.pause_client(client_id=_client(options), **given)
        self.done(f"Nothing is done until {paused.until} is over.", options, pause=paused)

    def do_resume(self, options: dict[str, Any]) -> None:
        if options["invoice"]:
            found = queries.find_invoice(number=options["invoice"])
            use_cases.resume_invoice(invoice_id=found, now=timezone.now())
        else:
            use_cases.resume_client(client_id=_client(options), now=timezone.now())
        self.done("It goes on.", options, resumed=True)


def _client(options: dict[str, Any]) -> ClientId:
    """Raises CommandError."""
    if not options["client"]:
        raise CommandError("Name the invoice with --invoice or the client with --client.")
    return ClientId(options["client"])
