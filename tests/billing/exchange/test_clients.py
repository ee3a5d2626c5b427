"""Clients by file: known by their ids or their only address, entered, changed, and told row by row what is wrong."""

import pytest
from django.utils import timezone

from contexts.billing.clients.models import Client
from contexts.billing.clients.use_cases import create_client, merge_clients, update_client
from gotuto import testing
from gotuto.address import Address
from gotuto.db import fetch_all
from gotuto.ids import ClientId
from gotuto.imports import deciding
from gotuto.money import Money
from tests.catalog.exchange.files import checked, counts, exported, look, problems, written
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KIND = "clients"
BERLIN = Address(name="Ada Lovelace", line1="Torstrasse 1", postal_code="10119", city="Berlin", country="DE")


def ada(**more):
    return create_client(name="Ada Lovelace", email="ada@example.com", now=NOW, **more)


def row(email="bob@example.com", **more):
    return {"name": "Bob", "email": email, **more}


def events():
    return [name for (name,) in fetch_all("SELECT name FROM gotuto_outbox_event ORDER BY sequence")]


def test_what_was_exported_comes_in_unchanged_and_nobody_is_told():
    ada(address=BERLIN, vat_id="DE136695976", terms_days=14, credit_limit=Money.of("100.00", "EUR"))
    create_client(name="=1+1", email="odd@example.com", phone="+49 30 1", on_hold=True, hold_reason="'@", now=NOW)
    before, file = events(), exported(KIND)
    assert counts(written(file, KIND)) == (0, 0, 2, 0)
    assert (events(), exported(KIND)) == (before, file)


def test_new_clients_are_entered_with_all_that_the_row_says():
    done = written(
        [row(line1="Torstrasse 1", postal_code="10119", city="Berlin", country="de", credit_limit="50", language="DE")],
        KIND,
    )
    assert counts(done) == (1, 0, 0, 0)
    bob = Client.objects.get(email="bob@example.com").to_dto()
    assert (bob.address, bob.language, bob.credit_limit) == (
        Address(name="Bob", line1="Torstrasse 1", postal_code="10119", city="Berlin", country="DE"),
        "de",
        Money.of("50.00", "EUR"),
    )
    assert counts(written([row(phone="+49 30 1")], KIND)) == (0, 1, 0, 0)


def test_what_differs_is_changed_and_what_the_file_does_not_say_stays():
    known = ada(address=BERLIN, phone="+49 30 1", terms_days=14)
    assert counts(written([{"id": str(known.id), "email": "ada@example.org", "phone": "", "city": "Potsdam"}], KIND)) == (
        0, 1, 0, 0,
    )  # fmt: skip
    now = Client.objects.get(id=known.id).to_dto()
    assert (now.email, now.phone, now.terms_days, now.name) == ("ada@example.org", "", 14, "Ada Lovelace")
    assert (now.address.city, now.address.line1) == ("Potsdam", "Torstrasse 1")


def test_an_address_is_taken_away_where_all_of_it_is_empty():
    ada(address=BERLIN)
    parts = dict.fromkeys(
        ("address_name", "line1", "line2", "postal_code", "city", "region", "country", "address_phone"), ""
    )
    assert counts(written([row("ada@example.com", name="", **parts)], KIND)) == (0, 1, 0, 0)
    assert Client.objects.get().address is None


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([row("two@example.com")], (2, "email", "2 clients have this address")),
        ([row(id="01934d1c-0000-7000-8000-000000000001")], (2, "id", "There is no client with this id")),
        ([row(id="17")], (2, "id", "This is no id")),
        ([row(email="bob")], (2, "email", "")),
        ([row(name="")], (2, "name", "A new client needs a name.")),
        ([row(vat_id="DE1")], (2, "vat_id", "")),
        (
            [row(line1="Torstrasse 1", country="DE", city="Berlin", postal_code="1")],
            (2, "postal_code", "postal code in"),
        ),
        ([row(city="Berlin")], (2, "", "An address needs this.")),
        ([row(credit_limit="1", currency="XQX")], (2, "currency", "XQX")),
        ([row(credit_limit="-1")], (2, "credit_limit", "not less than nothing")),
        ([row(), row()], (3, "email", "Line 2 is the same client")),
    ],
)
def test_what_is_wrong_is_told_by_line_and_column(rows, wrong):
    for _ in range(2):
        create_client(name="Two", email="two@example.com", now=NOW)
    line, column, words = wrong
    found = problems(checked(rows, KIND))
    assert found
    assert {(one[:2], words in one[2]) for one in found} == {((line, column), True)}


def test_an_address_of_before_that_breaks_a_rule_of_today_stays_until_it_is_changed():
    known = ada(address=BERLIN)
    Client.objects.update(address={**Client.objects.get().address, "postal_code": "1"})
    assert counts(written(exported(KIND), KIND)) == (0, 0, 1, 0)
    changed = [{"id": str(known.id), "email": "ada@example.com", "city": "Potsdam"}]
    assert [one[1] for one in problems(checked(changed, KIND))] == [""]


def test_who_was_merged_into_another_is_not_found_by_the_id():
    one, other = ada(), create_client(name="Ada", email="ada@example.org", now=NOW)
    merge_clients(client_id=one.id, into=other.id, now=NOW)
    assert [line.split(",")[0] for line in exported(KIND).decode().splitlines()[1:]] == [str(other.id)]
    assert "merged into another" in problems(checked([row(id=str(one.id))], KIND))[0][2]


def test_a_limit_is_taken_away_and_its_currency_stays():
    ada(credit_limit=Money.of("100.00", "EUR"))
    assert counts(written([row("ada@example.com", name="", credit_limit="")], KIND)) == (0, 1, 0, 0)
    told = Client.objects.get().to_dto()
    assert (told.credit_limit, told.currency) == (None, "EUR")


def test_a_currency_alone_is_taken_and_never_makes_a_limit_one_of_another():
    assert counts(written([row(currency="chf")], KIND)) == (1, 0, 0, 0)
    assert Client.objects.get().currency == "CHF"
    known = ada(credit_limit=Money.of("100.00", "EUR"))
    assert counts(written([row("ada@example.com", name="", currency="")], KIND)) == (0, 0, 1, 0)
    [(_, _, said)] = problems(checked([row("ada@example.com", name="", currency="USD")], KIND))
    assert "EUR" in said
    assert Client.objects.get(id=known.id).to_dto().credit_limit == Money.of("100.00", "EUR")


def test_who_is_not_clear_any_more_when_it_is_written_is_left_out():
    ada()
    ready = checked([row("ada@example.com", name="A"), row()], KIND)
    ada()
    deciding.confirm(import_id=ready.id, kinds=[KIND], now=timezone.now())
    testing.drain()
    assert counts(look(ready)) == (1, 0, 0, 1)
    assert "2 clients have this address" in problems(ready)[0][2]


def test_who_changed_meanwhile_is_judged_anew():
    known = ada()
    ready = checked([{"id": str(known.id), "email": "new@example.com"}, row()], KIND)
    update_client(client_id=ClientId(known.id), email="new@example.com", now=NOW)
    deciding.confirm(import_id=ready.id, kinds=[KIND], now=timezone.now())
    testing.drain()
    assert counts(look(ready)) == (1, 0, 1, 0)
