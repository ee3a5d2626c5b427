"""`manage.py vat_ids`: the VAT ids that buyers have entered, what is known about them, and asking the service again."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.utils import timezone

from contexts.billing.taxes import queries, use_cases
from contexts.billing.taxes.domain.checking import FORM_ONLY
from contexts.billing.taxes.dto import VatId, VatIdState
from gotuto.arguments import one_line, whole_number
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "List VAT ids with what is known about them, or have one checked. Example: manage.py vat_ids check DE136695976"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="those that were entered last")
        listing.add_argument("--state", choices=[*VatIdState], help="only those of which a service said so")
        listing.add_argument("--limit", type=whole_number, default=100, help="at most so many, 100 if not said")
        check = verbs.add_parser("check", help="ask the service about one, once a day; the answer comes in a moment")
        check.add_argument("number", type=one_line, help="the VAT id; one that nobody has entered yet is kept")
        self.can_be_tried(check)
        self.for_programs(listing, check)

    def do_list(self, options: dict[str, Any]) -> None:
        found = queries.list_vat_ids(state=options["state"], limit=options["limit"])
        self.tell(found, options, none="There is no such VAT id.")

    def do_check(self, options: dict[str, Any]) -> None:
        known = use_cases.check_vat_id(number=options["number"], now=timezone.now())
        self.done(_words(known), options, number=known.number, state=known.state, checked_at=known.checked_at)


def _words(known: VatId) -> str:
    if settings.GOTUTO_VAT_ID_SERVICE == FORM_ONLY:
        return f"{known.number} is {known.state} by what is known; GOTUTO_VAT_ID_SERVICE names no service to ask."
    return (
        f"{known.number} is {known.state} so far. `vat_ids list` shows what the service says, if it knows the country."
    )
