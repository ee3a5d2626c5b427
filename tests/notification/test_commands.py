"""What became of the mails of an order, asked on the command line."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.shop import Shop


def mails_of(which):
    out = StringIO()
    call_command("notifications", "list", "--order", which, "--json", stdout=out)
    return [(mail["kind"], mail["order_id"]) for mail in json.loads(out.getvalue())]


def test_the_mails_of_an_order_are_found_by_its_number_in_any_case_or_its_id(db, now):
    shop = Shop(now)
    ordered = shop.order({shop.has("tea", pieces=3): 1})

    for which in (ordered.number, ordered.number.lower(), f" {ordered.id} "):
        assert mails_of(which) == [("order_confirmed", str(ordered.id))]


@pytest.mark.parametrize("which", ["A-999999", "00000000-0000-7000-8000-000000000000", "tea"])
def test_an_order_that_there_is_not_is_said_to_be_none(db, which):
    with pytest.raises(CommandError, match="No order has the number or the id"):
        mails_of(which)
