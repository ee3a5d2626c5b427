"""API tokens for operators: manage.py token create EMAIL | list [EMAIL] | revoke ID."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from contexts.customer.tokens import queries, use_cases
from gotuto.arguments import one_line, whole_number
from gotuto.commands import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Makes, lists and revokes the tokens by which programs use the API."
        " Example: manage.py token create shop@example.com --name till --days 90"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a token and print its secret, which is shown this once")
        create.add_argument("email", type=one_line, help="the account that the token acts for")
        create.add_argument("--name", type=one_line, default="token", help="what it is for, to know it by in the list")
        create.add_argument("--days", type=whole_number, help="how long it is valid; without end unless given")
        listing = verbs.add_parser("list", help="show all tokens, or those of one account; secrets are not stored")
        listing.add_argument("email", type=one_line, nargs="?", help="of this account only")
        revoke = verbs.add_parser("revoke", help="make a token worthless at once")
        revoke.add_argument("id", type=UUID, help="as the list shows it")
        self.for_programs(create, listing, revoke)
        self.can_be_tried(create, revoke)

    def do_create(self, options: dict[str, Any]) -> None:
        now = timezone.now()
        expires_at = now + timedelta(days=options["days"]) if options["days"] else None
        made = use_cases.create_token(email=options["email"], name=options["name"], expires_at=expires_at, now=now)
        if not options["json"]:
            self.stderr.write(f"Token {made.token.id} for {made.token.email}; its secret is shown this once:")
        self.done(made.secret, options, id=made.token.id, email=made.token.email, secret=made.secret)

    def do_list(self, options: dict[str, Any]) -> None:
        self.tell(queries.list_tokens(email=options["email"]), options, none="There are no tokens.")

    def do_revoke(self, options: dict[str, Any]) -> None:
        token = use_cases.revoke_token(token_id=options["id"], now=timezone.now())
        words = f"{token.id} of {token.email} opens nothing any more."
        self.done(words, options, id=token.id, email=token.email)
