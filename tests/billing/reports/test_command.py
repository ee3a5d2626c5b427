"""The VAT report as operators read it."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.billing.reports.sales import OSS, sell
from tests.billing.sellers.builders import described

pytestmark = pytest.mark.django_db


def said(capsys, *arguments):
    call_command("vat_report", *arguments)
    return str(capsys.readouterr().out)


def test_an_operator_reads_it_as_a_table(capsys):
    described(registrations=(OSS,))
    sell("120.00", "FR")
    sell("119.00", "CH")
    told = said(capsys, "--from=2026-10-01", "--seller=main")
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert lines[0] == "2026-10-01 to 2026-10-31"
    assert "main: Tea Trading GmbH, DE" in lines
    assert "one-stop shop (DE136695976) FR S 20 100.00 EUR 20.00 EUR 1" in lines
    assert "at home (DE136695976) DE G VATEX-EU-G 0 100.00 EUR 0.00 EUR 1" in lines
    assert "all 200.00 EUR 20.00 EUR 2" in lines
    assert lines[-1].startswith("The seller has the one-stop shop")


def test_an_operator_is_told_of_documents_without_particulars_and_of_silence(capsys):
    described(address=None)
    assert "Nothing was issued in these days." in said(capsys)
    sell("119.00")
    told = said(capsys, "--to=2026-10-31")
    assert "main: Tea Trading GmbH, without an address" in told
    assert "1 document does not say where the seller was" in told
    sell("119.00")
    assert "2 documents do not say where the seller was" in said(capsys, "--to=2026-10-31")


def test_an_operator_s_program_gets_json(capsys):
    described()
    sell("119.00", "FR")
    told = json.loads(said(capsys, "--from=2026-10-01", "--json"))["report"]
    assert told["sellers"][0]["currencies"][0]["rows"][0]["net"]["amount"] == "100.00"


def test_an_operator_s_mistake_is_told_in_a_line():
    with pytest.raises(CommandError, match="cannot end on"):
        call_command("vat_report", "--from=2026-10-31", "--to=2026-10-01")
