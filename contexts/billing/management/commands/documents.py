"""`manage.py documents`: which issued documents have no files and why, have them made, and prove those that are stored."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from contexts.billing.documents import queries, use_cases
from contexts.billing.documents.dto import AskedFor, Lack
from contexts.billing.sellers.queries import list_sellers
from gotuto.arguments import at_least_one, whole_number
from gotuto.commands import OperatorCommand
from gotuto.progress import Steps


class Command(OperatorCommand):
    help = (
        "Show which issued documents have no files, have them made, or compare those that are stored with their digests."
        " Example: manage.py documents make --dry-run"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        listing = verbs.add_parser("list", help="issued documents without files, and by a code why")
        listing.add_argument("--state", choices=[*Lack], help="only those that stand there")
        listing.add_argument("--limit", type=whole_number, default=100, help="at most so many, 100 if not said")
        make = verbs.add_parser(
            "make", help="have those made that were refused, or issued by a release without documents"
        )
        make.add_argument("--dry-run", action="store_true", help="count them, and leave them as they are")
        make.add_argument(
            "--a-minute",
            type=at_least_one,
            default=use_cases.A_MINUTE,
            metavar="N",
            help=f"so many each minute, {use_cases.A_MINUTE} if not said; what is issued meanwhile does not wait for them",
        )
        verify = verbs.add_parser("verify", help="read every stored file; exit code 1 when one is not as it was stored")
        self.for_programs(listing, make, verify)

    def do_list(self, options: dict[str, Any]) -> None:
        found = queries.list_unmade(state=options["state"], limit=options["limit"])
        none = "There are no such documents." if options["state"] else "Every issued document has its files."
        self.tell(found, options, none=none)

    def do_make(self, options: dict[str, Any]) -> None:
        asked = queries.count_to_be_made() if options["dry_run"] else self._make(options)
        number = asked.refused + asked.never_asked
        words = (
            f"{number} documents {'would be' if options['dry_run'] else 'are'} asked for, {options['a_minute']} each minute:"
            f" {asked.refused} that were refused, {asked.never_asked} for the first time."
        )
        wait = [
            f"Others wait for {one.seller.legal_entity}, who has not said yet: {', '.join(one.missing)} (`manage.py seller`)."
            for one in list_sellers().items
            if one.missing
        ]
        self.done("\n".join([words, *wait]), options, **vars(asked), dry_run=options["dry_run"])

    def _make(self, options: dict[str, Any]) -> AskedFor:
        asked = AskedFor()
        with Steps(silent=options["json"]).step("Asking for documents") as done:
            for batch in use_cases.make_documents(a_minute=options["a_minute"], now=timezone.now()):
                asked += batch
                done(asked.refused + asked.never_asked)
        return asked

    def do_verify(self, options: dict[str, Any]) -> None:
        number, wrong = 0, []
        with Steps(silent=options["json"]).step("Reading files") as done:
            for number, one in enumerate(queries.check_files(), start=1):
                wrong += [one] if one.says else []
                done(number)
        lines = [f"{one.number}: {one.file} {one.says}." for one in wrong]
        told = f"{number} files, {len(wrong)} of them not as stored."
        self.done("\n".join([*lines, told]), options, files=number, wrong=wrong)
        if wrong:
            raise CommandError(
                "Copy them from a backup into GOTUTO_DOCUMENTS_DIR (docs/disaster-recovery.md, Without GoTuto)."
            )
