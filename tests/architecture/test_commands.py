"""Every command of ours tells programs in JSON what it tells people, and says what each of its options is for."""

from argparse import ArgumentParser, _HelpAction, _SubParsersAction
from collections.abc import Iterator

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import DjangoHelpFormatter

# What is looked at while it runs, or only makes an instance.
FOR_PEOPLE = {
    "demo": "tells a story as it happens",
    "demo_shop": "prepares the instance that `make up` starts",
    "seed": "shows how far it is",
}
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


def parser_of(name: str) -> ArgumentParser:
    app = get_commands()[name]
    return load_command_class(str(app), name).create_parser("manage.py", name)


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
