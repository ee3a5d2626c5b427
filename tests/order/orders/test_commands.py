"""An order on the command line, found by what people call it."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command


def shown(*arguments):
    out = StringIO()
    call_command("order", "show", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def ordered(shop):
    return shop.order({shop.has("tea", pieces=3): 2})


def test_an_order_is_shown_with_its_lines_and_its_history(ordered):
    page = shown(ordered.number)

    assert f"number          {ordered.number}" in page
    assert "status          confirmed" in page
    assert any(line.split()[:2] == ["2", ordered.lines[0].sku] for line in page.splitlines())
    assert [line.split("  ")[-1] for line in page.splitlines() if line.startswith(("  1", "  4"))] == [
        f"Order {ordered.number} was placed.",
        "The order is confirmed and the invoice is on its way.",
    ]


def test_its_number_in_any_case_and_its_id_lead_to_it(ordered):
    assert shown(ordered.number.lower()) == shown(str(ordered.id)) == shown(ordered.number)


def test_programs_get_the_order_and_its_history(ordered):
    told = json.loads(shown(ordered.number, "--json"))
    assert (told["order"]["number"], told["history"][0]["version"]) == (ordered.number, 1)


def test_an_order_that_there_is_not_is_said_to_be_none(db):
    with pytest.raises(CommandError, match="No order has the number or the id A-999999"):
        shown("A-999999")
