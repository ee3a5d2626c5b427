"""Who publishes and who hears: the map of the command is what the pages for people say."""

import ast
import json
import re
from io import StringIO

import pytest
from django.core.management import call_command

from gotuto.outbox import mapping
from tests.architecture import tree

EVENTS = [each for each in mapping.published() if each.told_by in tree.CONTEXTS]
_PAIR = re.compile(r"^\s*(\w+) -\. hears \.-> ([\w &]+)$", re.MULTILINE)
_CALL = re.compile(r"^\s*(\w+) -- facade --> ([\w &]+)$", re.MULTILINE)


def said(page: str, verb: str) -> set[str]:
    """The events that a page names after **Tells** or **Hears**, up to the next bold word or the end of the paragraph."""
    parts = re.findall(rf"\*\*{verb}\*\*(.*?)(?=\*\*|\n\n|\Z)", page, re.DOTALL)
    assert len(parts) == 1, (
        f"The page says {len(parts)} times what is meant by **{verb}**; `nothing` and `nobody` are words too."
    )
    return set(re.findall(r"`([A-Z]\w+)`", parts[0]))


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_the_page_of_a_context_says_what_it_tells_and_hears(context: str) -> None:
    page = (tree.ROOT / "contexts" / context / "README.md").read_text()

    assert said(page, "Tells") == {each.event for each in EVENTS if each.told_by == context}
    assert said(page, "Hears") == {each.event for each in EVENTS if context in each.hearers}


def test_the_map_of_the_front_page_shows_who_hears_whom() -> None:
    page = (tree.ROOT / "README.md").read_text()
    drawn = {(teller, hearer) for hearer, tellers in _PAIR.findall(page) for teller in tellers.split(" & ")}

    assert drawn == {(each.told_by, hearer) for each in EVENTS for hearer in each.hearers}


def test_the_map_of_the_front_page_shows_who_calls_whom() -> None:
    page = (tree.ROOT / "README.md").read_text()
    drawn = {(caller, called) for caller, names in _CALL.findall(page) for called in names.split(" & ")}
    imported = {
        (tree.context_of(path), (node.module or "").split(".")[1])
        for path in tree.modules()
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.ImportFrom) and re.fullmatch(r"contexts\.\w+", node.module or "")
        if any(alias.name == "facade" for alias in node.names)
    }

    assert drawn == imported


def told(*arguments: str) -> str:
    out = StringIO()
    call_command("events", "map", *arguments, stdout=out)
    return out.getvalue()


def test_an_operator_asks_who_hears_what() -> None:
    assert re.search(r"^customer\.customer_registered +billing\.on_customer_registered$", told(), re.MULTILINE)

    (registered,) = [each for each in json.loads(told("--json")) if each["event"] == "CustomerRegistered"]
    assert (registered["told_by"], registered["handlers"]) == ("customer", ["billing.on_customer_registered"])

    flowchart = told("--mermaid")
    assert flowchart.startswith("flowchart LR\n")
    assert '    customer -. "CustomerRegistered<br/>CustomerUpdated" .-> billing\n' in flowchart


def test_what_a_page_says_is_read_to_the_next_bold_word() -> None:
    page = "**Tells** `OrderPlaced` and\n`OrderShipped`. **Hears** billing's `PaymentReceived`.\n\n`NotHeard`"

    assert said(page, "Tells") == {"OrderPlaced", "OrderShipped"}
    assert said(page, "Hears") == {"PaymentReceived"}
