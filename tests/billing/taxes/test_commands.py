"""What operators can ask about taxes."""

import json

import pytest
from django.core.management import CommandError, call_command


def said(capsys, *arguments: str) -> str:
    call_command(*arguments)
    return str(capsys.readouterr().out)


def test_rates_are_a_table_with_their_source(capsys):
    lines = said(capsys, "tax_rates", "--country", "ro", "--on", "2026-01-01").splitlines()
    assert [line.split()[:4] for line in lines[1:]] == [
        ["RO", "standard", "21", "2025-08-01"],
        ["RO", "reduced", "11", "2025-08-01"],
    ]
    assert "to now" in lines[1]
    assert "Legea 141/2025, art. 291 Codul fiscal" in lines[1]


def test_programs_get_rates_as_json(capsys):
    told = json.loads(said(capsys, "tax_rates", "--country=DE", "--on=2020-07-01", "--json"))["results"]
    assert [(rate["tax_class"], rate["rate"], rate["valid_until"]) for rate in told] == [
        ("standard", "0.16", "2020-12-31"),
        ("reduced", "0.05", "2020-12-31"),
    ]


def test_where_no_rate_is_known_that_is_said(capsys):
    assert said(capsys, "tax_rates", "--country", "US") == "No rate is known.\n"


@pytest.mark.parametrize(
    ("arguments", "row", "category", "rate"),
    [
        ("--to FR", "taxed_at_seller", "S", "0.19"),
        ("--to FR --on 2020-12-01", "taxed_at_seller", "S", "0.16"),
        ("--to FR --oss --class reduced", "taxed_at_destination", "S", "0.055"),
        ("--to FR --registered PL --registered FR", "taxed_at_destination", "S", "0.2"),
        ("--to FR --vat-id FR40303265045", "intra_community", "K", "0"),
        ("--to FR --vat-id FR40303265045 --seller-vat-id=", "taxed_at_seller", "S", "0.19"),
        ("--to FR --vat-id FR40303265045 --vat-id-state unavailable", "taxed_at_seller", "S", "0.19"),
        ("--to FR --vat-id FR40303265045 --services", "service_to_business_in_eu", "AE", "0"),
        ("--to ES --postal-code 35001", "export", "G", "0"),
        ("--to US --services --business", "service_to_business_outside", "O", "0"),
        ("--to DE --small", "small_enterprise", "E", "0"),
    ],
)
def test_a_decision_names_its_row_and_its_law(capsys, arguments, row, category, rate):
    told = json.loads(said(capsys, "tax_decision", "--seller-country", "DE", *arguments.split(), "--json"))
    assert (told["row"], told["category"], told["rate"]) == (row, category, rate)
    assert told["reason"]
    assert told["source"]


def test_a_person_reads_the_decision_line_by_line(capsys):
    words = said(capsys, "tax_decision", "--seller-country=DE", "--to=GB", "--postal-code=BT1 5GS", "--oss")
    assert "place           XI\n" in words
    assert "reason          The seller is registered where it goes, or has the one-stop shop for it.\n" in words


def test_what_cannot_be_decided_is_said_in_words():
    with pytest.raises(CommandError, match="'FR1' is not a VAT id of FR"):
        call_command("tax_decision", "--seller-country=DE", "--to=FR", "--vat-id=FR1")
    with pytest.raises(CommandError, match="No rate of value added tax is known for DE-HELGOLAND"):
        call_command("tax_decision", "--seller-country=DE", "--seller-postal-code=27498", "--to=DE")
    with pytest.raises(CommandError, match="'XX' is not a country code of ISO 3166-1, such as DE"):
        call_command("tax_decision", "--seller-country=DE", "--to=XX")
    with pytest.raises(CommandError, match="invalid day value: 'soon'"):
        call_command("tax_rates", "--on=soon")
