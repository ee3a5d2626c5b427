"""Who publishes and who hears, as the command tells it; the pages for people are drawn by `manage.py archdoc`."""

import json
import re
from io import StringIO

from django.core.management import call_command


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
