"""`manage.py demo`: one order from the cart to the door against the running instance, and its timeline."""

from argparse import ArgumentParser
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from config.environment import configuration
from config.journey import Journey, JourneyFailed
from contexts.customer.accounts.errors import UserNotFound
from contexts.customer.tokens.use_cases import create_token
from gotuto.arguments import one_line


class Command(BaseCommand):
    help = "Place an order, pay it, send it, and print what happened when. Example: manage.py demo"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--url", type=one_line, default=configuration["GOTUTO_URL"], help="of the instance, if not the one here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        console = Console(file=self.stdout, highlight=False, width=100)  # type: ignore[arg-type]
        journey = Journey(base_url=options["url"], staff_token=_token_for_a_while())
        try:
            for step in journey.steps():
                console.print(f"  {step}")
            console.print(_timeline(journey))
        except JourneyFailed as failure:
            raise CommandError(str(failure)) from None


def _token_for_a_while() -> str:
    now = timezone.now()
    email = configuration["GOTUTO_ADMIN_EMAIL"]
    try:
        token = create_token(email=email, name="demo", expires_at=now + timedelta(minutes=10), now=now)
    except UserNotFound:
        raise CommandError(f"There is no member of staff {email}. `manage.py demo_shop` makes one.") from None
    return token.secret


def _timeline(journey: Journey) -> Table:
    table = Table(title=f"Order {journey.order['number']}", title_justify="left")
    for name, justify in (("after", "right"), ("event", "left"), ("in words", "left")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    start = datetime.fromisoformat(journey.order["placed_at"])
    rows = [(entry["occurred_at"], entry["type"], entry["text"]) for entry in journey.history()]
    rows += [
        (mail["sent_at"] or mail["created_at"], f"mail {mail['state']}", mail["subject"]) for mail in journey.messages()
    ]
    for moment, event, words in sorted(rows, key=itemgetter(0)):
        table.add_row(_after(start, moment), event, words)
    return table


def _after(start: datetime, moment: str) -> str:
    return f"{(datetime.fromisoformat(moment) - start).total_seconds() * 1000:,.0f} ms"
