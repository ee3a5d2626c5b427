"""What operators see of VAT ids, and what they can have checked."""

import json

import pytest
from django.core.management import CommandError, call_command

from contexts.billing.taxes.models import VatId, VatIdCheck
from gotuto.outbound import calls
from tests.billing.taxes.vies import CONSULTATION

FRENCH = "FR40303265045"


def said(capsys, *arguments: str) -> str:
    call_command("vat_ids", *arguments)
    return str(capsys.readouterr().out)


def test_vat_ids_are_listed_with_what_a_service_said(vies, capsys):
    assert said(capsys, "list") == "There is no such VAT id.\n"
    assert said(capsys, "check", "FR 40303265045").startswith(f"{FRENCH} is unchecked so far.")
    calls.send_one(VatIdCheck)
    assert said(capsys, "list", "--state=valid").splitlines()[1].split()[0] == "valid"
    [row] = json.loads(said(capsys, "list", "--json"))
    assert (row["number"], row["state"], row["consultation_number"]) == (FRENCH, "valid", CONSULTATION)
    assert json.loads(said(capsys, "list", "--state", "invalid", "--json")) == []


def test_a_check_is_told_as_json_tried_and_refused_the_second_time(vies, capsys):
    assert json.loads(said(capsys, "check", FRENCH, "--dry-run", "--json"))["dry_run"] is True
    assert not VatId.objects.exists()
    told = json.loads(said(capsys, "check", FRENCH, "--json"))
    assert (told["number"], told["state"], told["checked_at"]) == (FRENCH, "unchecked", None)
    with pytest.raises(CommandError, match="was asked about today"):
        said(capsys, "check", FRENCH)
    with pytest.raises(CommandError, match="is not a VAT id of FR"):
        said(capsys, "check", "FR1")


def test_without_a_service_the_command_says_that_nobody_is_asked(db, capsys):
    told = said(capsys, "check", FRENCH)
    assert told == f"{FRENCH} is valid by what is known; GOTUTO_VAT_ID_SERVICE names no service to ask.\n"
