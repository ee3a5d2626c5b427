"""`manage.py tax_decision`: how a line would be taxed, by which row of the table and by which law."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.utils import timezone

from contexts.billing.taxes.domain import vat_ids
from contexts.billing.taxes.domain.deciding import decide
from contexts.billing.taxes.dto import Recipient, Supplier, TaxClass, VatId, VatIdState
from gotuto.arguments import country, day, one_line
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Say how a line would be taxed, and why. "
        "Example: manage.py tax_decision --seller-country DE --to FR --vat-id FR40303265045"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        _about_seller(parser)
        _about_buyer(parser)
        kinds = [*TaxClass]
        parser.add_argument(
            "--class", dest="tax_class", choices=kinds, default="standard", help="what kind of goods it is"
        )
        parser.add_argument("--services", action="store_true", help="it is a service, no goods")
        parser.add_argument("--on", type=day, help="the day of supply; today if none is said")
        self.for_programs(parser)

    def do(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        decision = decide(
            TaxClass(options["tax_class"]),
            supplier=_supplier(options),
            recipient=Recipient(
                country=options["to"],
                postal_code=options["postal_code"],
                vat_id=_vat_id(options, checked_at=now),
                is_business=options["business"],
            ),
            on=options["on"] or timezone.localdate(now),
            at=now,
            is_service=options["services"],
        )
        self.facts(decision, options)


def _about_seller(parser: ArgumentParser) -> None:
    parser.add_argument("--seller-country", type=country, required=True, help="where the goods leave from")
    parser.add_argument("--seller-postal-code", type=one_line, default="", help="its postal code, for a region")
    parser.add_argument("--seller-vat-id", type=one_line, default="assumed", help="empty for a seller without one")
    parser.add_argument(
        "--registered", type=country, action="append", default=[], help="a registration abroad; may be repeated"
    )
    parser.add_argument("--oss", action="store_true", help="the seller is in the one-stop shop")
    parser.add_argument("--small", action="store_true", help="the seller is a small enterprise without tax")


def _about_buyer(parser: ArgumentParser) -> None:
    parser.add_argument("--to", type=country, required=True, help="where it goes")
    parser.add_argument("--postal-code", type=one_line, default="", help="the postal code there, for islands")
    parser.add_argument("--vat-id", type=one_line, help="the buyer's; taken for valid unless said otherwise")
    states = [*VatIdState]
    parser.add_argument("--vat-id-state", choices=states, default="valid", help="what is known about the VAT id")
    parser.add_argument("--business", action="store_true", help="the buyer is a business outside the EU")


def _supplier(options: dict[str, Any]) -> Supplier:
    return Supplier(
        country=options["seller_country"],
        postal_code=options["seller_postal_code"],
        vat_id=options["seller_vat_id"],
        local=frozenset(options["registered"]),
        has_oss=options["oss"],
        is_small=options["small"],
    )


def _vat_id(options: dict[str, Any], *, checked_at: datetime) -> VatId | None:
    if options["vat_id"] is None:
        return None
    known = vat_ids.normalised(options["vat_id"])
    return VatId(
        country=known.country, number=known.number, state=VatIdState(options["vat_id_state"]), checked_at=checked_at
    )
