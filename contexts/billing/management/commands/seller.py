"""`manage.py seller`: who sells, and what stands on their documents from now on."""

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
from django.core.management.base import CommandError
from django.utils import timezone

from contexts.billing.sellers import queries, use_cases
from contexts.billing.sellers.domain import MAIN
from contexts.billing.sellers.dto import LegalEntity, Seller
from gotuto.arguments import one_line
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Show a seller, or describe one by a JSON file in the form of `seller show --json`."
        " Example: manage.py seller show main"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("show", help="what a seller says now, and what an invoice lacks")
        show.add_argument("code", nargs="?", default=MAIN, type=one_line, help="`main` sells through the shop")
        describe = verbs.add_parser("describe", help="say what stands on documents from now on")
        describe.add_argument("file", type=Path, help="JSON with name, address, vat_id, bank and the like")
        describe.add_argument("--logo", type=Path, help="a PNG or JPEG picture")
        self.can_be_tried(describe)
        self.for_programs(show, describe)

    def do_show(self, options: dict[str, Any]) -> None:
        entity = queries.get_seller(legal_entity=options["code"])
        self.done(_words(entity), options, seller=entity.seller, missing=entity.missing, version=entity.version)

    def do_describe(self, options: dict[str, Any]) -> None:
        seller = _read(options["file"])
        if options["logo"] is not None:
            seller = replace(seller, logo=use_cases.keep_logo(logo=_bytes(options["logo"])))
        entity = use_cases.describe_seller(seller=seller, now=timezone.now())
        self.done(_words(entity), options, seller=entity.seller, missing=entity.missing, version=entity.version)


def _words(entity: LegalEntity) -> str:
    seller, lacks = entity.seller, ", ".join(entity.missing)
    told = f"{seller.legal_entity}: {seller.name}, version {entity.version}"
    bank = f", paid to {seller.bank.iban}" if seller.bank else ", without a bank account"
    return f"{told}{bank}. {f'An invoice lacks: {lacks}.' if lacks else 'Documents are made.'}"


def _read(path: Path) -> Seller:
    try:
        said = msgspec.json.decode(path.read_bytes())
        return msgspec.convert(said.get("seller", said), type=Seller)
    except (OSError, msgspec.MsgspecError, AttributeError) as error:
        raise CommandError(
            f"{path} does not describe a seller: {error}. `seller show --json` shows the form."
        ) from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
