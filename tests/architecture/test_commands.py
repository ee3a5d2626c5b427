"""Every command of ours tells programs in JSON what it tells people, and says what each of its options is for."""

import re
import shlex
from argparse import ArgumentParser, _HelpAction, _SubParsersAction
from collections.abc import Iterator

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, DjangoHelpFormatter

# What is looked at while it runs, or only makes an instance.
FOR_PEOPLE = {
    "dbshell": "opens psql, which has ways of its own",
    "demo": "tells a story as it happens",
    "demo_shop": "prepares the instance that `make up` starts",
    "migrate": "shows what it applies as it goes",
    "seed": "shows how far it is",
}
# What changes nothing that is there, or has a look at it of another name (`--verify`, `--check`, `--plan`, psql's BEGIN).
READING = {
    "customer_groups list",
    "apidoc", "archdoc", "dbshell", "demo", "demo_shop", "doctor", "dunning plan", "dunning show",
    "documents list", "documents verify", "drill",
    "events list", "events map",
    "events show", "export_file", "flags list", "grafana", "invariants", "invoice_numbers", "migrate", "notifications list",
    "order rebuild", "order show", "outbound list", "outbound show", "report payments",
    "prices list", "prices lists", "report receivables", "report revenue", "report statement", "saga list", "saga show", "seal root",
    "seal verify", "seed", "seller show", "settings", "tax_decision",
    "search", "shortages", "stock_value", "synonyms list", "tax_rates", "token list", "trace", "vat_ids list", "vat_report", "datev",
    "translations count", "translations missing",
}  # fmt: skip
OURS = ("config", "contexts.", "gotuto")


def named() -> list[str]:
    return sorted(name for name, app in get_commands().items() if str(app).startswith(OURS))


def parsers(parser: ArgumentParser) -> Iterator[ArgumentParser]:
    """The parser of each verb; of a command without verbs its own."""
    verbs = [action for action in parser._actions if isinstance(action, _SubParsersAction)]
    if not verbs:
        yield parser
    for action in verbs:
        yield from action.choices.values()


def command(name: str) -> BaseCommand:
    return load_command_class(str(get_commands()[name]), name)


def parser_of(name: str) -> ArgumentParser:
    return command(name).create_parser("manage.py", name)


def without_json(parser: ArgumentParser) -> list[str]:
    return [each.prog for each in parsers(parser) if "--json" not in each._option_string_actions]


def without_help(parser: ArgumentParser) -> list[str]:
    found = [(each.prog, action) for each in parsers(parser) for action in each._actions]
    return [
        f"{prog} {action.dest}" for prog, action in found if not action.help and not isinstance(action, _HelpAction)
    ]


@pytest.mark.parametrize("name", sorted(set(named()) - set(FOR_PEOPLE)))
def test_a_command_speaks_json_to_programs(name: str) -> None:
    assert without_json(parser_of(name)) == [], "self.for_programs(…) of gotuto.commands adds it"


def examples_of(name: str) -> list[list[str]]:
    """The arguments of the example that closes what a command says of itself."""
    return [shlex.split(found) for found in re.findall(rf"Example: manage\.py {name}\b(.*)$", command(name).help)]


@pytest.mark.parametrize("name", named())
def test_a_command_gives_an_example_that_it_takes(name: str) -> None:
    [arguments] = examples_of(name)
    parser_of(name).parse_args(arguments)


@pytest.mark.parametrize("name", named())
def test_what_writes_can_be_tried_without_a_trace(name: str) -> None:
    verbs = {each.prog.removeprefix("manage.py ") for each in parsers(parser_of(name)) if not has_dry_run(each)}
    assert verbs - READING == set(), "self.can_be_tried(…) of gotuto.commands adds --dry-run"


def has_dry_run(parser: ArgumentParser) -> bool:
    return "--dry-run" in parser._option_string_actions


def test_verbs_without_a_dry_run_are_there_and_have_none() -> None:
    without = {
        each.prog.removeprefix("manage.py ")
        for name in named()
        for each in parsers(parser_of(name))
        if not has_dry_run(each)
    }
    assert without >= READING


@pytest.mark.parametrize("name", named())
def test_every_option_says_what_it_is_for(name: str) -> None:
    assert without_help(parser_of(name)) == []


def test_exceptions_are_commands() -> None:
    assert set(FOR_PEOPLE) <= set(named())


def test_a_command_that_says_too_little_is_noticed() -> None:
    parser = ArgumentParser("manage.py dance", formatter_class=DjangoHelpFormatter)
    waltz = parser.add_subparsers(dest="verb").add_parser("waltz")
    waltz.add_argument("partner")

    assert without_json(parser) == ["manage.py dance waltz"]
    assert without_help(parser) == ["manage.py dance waltz partner"]
