"""Clients as rows of a file: who is meant, what is wrong, and what is entered or changed."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from contexts.billing.clients.dto import Client
from contexts.billing.exchange import domain
from gotuto.address import Address
from gotuto.ids import ClientId
from gotuto.imports.tables import Outcome, Row
from gotuto.money import Money

ADA_ID, BOB_ID = (ClientId(UUID(int=number)) for number in (1, 2))
BERLIN = Address(name="Ada", line1="Torstrasse 1", postal_code="10119", city="Berlin", country="DE")


def eur(amount: int) -> Money:
    return Money.of(amount, "EUR")


ADA = Client(
    id=ADA_ID,
    name="Ada",
    email="ada@example.com",
    email_proved_at=None,
    phone="+49 30 1",
    address=BERLIN,
    vat_id="DE136695976",
    vat_id_status=None,
    invoices_by_mail=True,
    language="de",
    terms_days=14,
    currency="EUR",
    on_hold=False,
    hold_reason="Asks.",
    credit_limit=eur(100),
    merged_into_id=None,
    customer_id=None,
    created_at=datetime(2026, 11, 27, tzinfo=UTC),
    version=1,
)


def stand(*clients: Client, currency: str = "EUR") -> domain.Stand:
    by_email: dict[str, list[ClientId]] = {}
    for one in clients:
        by_email.setdefault(one.email, []).append(one.id)
    return domain.Stand(by_id={one.id: one for one in clients}, by_email=by_email, currency=currency)


def made(*rows: dict[str, Any], of: domain.Stand | None = None) -> domain.Plan:
    return domain.made([Row(line, values) for line, values in enumerate(rows, 2)], of or stand(ADA))


def ada(**said: Any) -> dict[str, Any]:
    return {"email": "ada@example.com", **said}


def changes(known: Client, **said: Any) -> dict[str, Any]:
    """What of a client such a row changes."""
    plan = made(ada(**said), of=stand(known))
    assert (plan.problems, plan.new) == ([], [])
    return dict(plan.changed)[known.id] if plan.changed else {}


def entered(**said: Any) -> dict[str, Any]:
    """What is said of a client who is new."""
    plan = made({"email": "bob@example.com", "name": "Bob", **said})
    assert (plan.problems, plan.changed, plan.outcomes) == ([], [], {2: Outcome.CREATED})
    [new] = plan.new
    return new


def wrong(plan: domain.Plan) -> list[tuple[int, str, str]]:
    assert (plan.new, plan.changed) == ([], [])
    return [(one.line, one.column, one.said) for one in plan.problems]


def test_who_is_new_is_entered_with_what_the_row_says():
    said = {"phone": "+49 30 2", "terms_days": 7, "on_hold": True, "hold_reason": None, "language": None}
    assert entered(**said) == {
        "name": "Bob", "email": "bob@example.com", "phone": "+49 30 2", "terms_days": 7, "on_hold": True, "hold_reason": "", "language": "",
    }  # fmt: skip


def test_what_nobody_says_of_who_is_new_is_left_to_the_shop():
    said = entered(invoices_by_mail=None, on_hold=None, terms_days=None)
    assert said == {"name": "Bob", "email": "bob@example.com", "terms_days": None}


def test_what_is_said_as_it_is_stays():
    plan = made(ada(name="Ada", phone="+49 30 1", language="de", vat_id="DE136695976", currency="EUR", city="Berlin"))
    assert (plan.changed, plan.outcomes, plan.problems) == ([], {2: Outcome.UNCHANGED}, [])


def test_what_is_said_otherwise_is_changed_and_told():
    said = {"name": "Ada Byron", "email": "ada@example.org", "invoices_by_mail": False, "on_hold": True}
    plan = made({"id": str(ADA_ID), "phone": "+49 30 1", **said})
    assert plan.changed == [(ADA_ID, said)]
    assert plan.outcomes == {2: Outcome.CHANGED}


@pytest.mark.parametrize(
    ("name", "emptied"),
    [
        ("name", {}),
        ("invoices_by_mail", {}),
        ("on_hold", {}),
        ("phone", {"phone": ""}),
        ("vat_id", {"vat_id": ""}),
        ("language", {"language": ""}),
        ("terms_days", {"terms_days": None}),
        ("hold_reason", {"hold_reason": ""}),
        ("credit_limit", {"credit_limit": None}),
    ],
)
def test_an_empty_cell_takes_away_what_a_client_can_do_without(name, emptied):
    assert changes(ADA, **{name: None}) == emptied


def test_a_client_of_an_id_is_meant_whatever_the_address():
    plan = made({"id": str(BOB_ID), "email": "ada@example.com", "phone": "1"}, of=stand(ADA, replace(ADA, id=BOB_ID)))
    assert plan.changed == [(BOB_ID, {"phone": "1"})]


def test_who_is_not_there_or_is_one_of_several_is_not_guessed():
    gone = "There is no client with this id, or it was merged into another."
    assert wrong(made({"id": str(BOB_ID), "email": "bob@example.com"})) == [(2, "id", gone)]
    several = "2 clients have this address. Write the id of the one that is meant."
    assert wrong(made(ada(), of=stand(ADA, replace(ADA, id=BOB_ID)))) == [(2, "email", several)]


def test_one_client_stands_in_a_file_once():
    plan = made(ada(phone="1"), {"email": "bob@example.com", "name": "Bob"}, ada(phone="2"))
    said = "Line 2 is the same client. Keep one of them."
    assert [(one.line, one.column, one.said) for one in plan.problems] == [(4, "email", said)]
    assert (plan.changed, plan.outcomes) == ([(ADA_ID, {"phone": "1"})], {2: Outcome.CHANGED, 3: Outcome.CREATED})


@pytest.mark.parametrize(
    ("said", "problems"),
    [
        ({"name": None}, [("name", "A new client needs a name.")]),
        (
            {"city": "Berlin", "line1": None, "country": None},
            [("line1", "An address needs this."), ("country", "An address needs this.")],
        ),
        (
            {"name": None, "address_name": None, "line1": "Torstrasse 1", "country": "AQ"},
            [("name", "A new client needs a name."), ("address_name", "An address needs this.")],
        ),
        (
            {"line1": "Torstrasse 1", "country": "DE", "postal_code": "1", "city": "Berlin"},
            [("postal_code", "'1' is not a postal code in Germany, such as 26133.")],
        ),
        (
            {"line1": "Torstrasse 1", "country": "DE", "postal_code": "10119", "city": None},
            [("city", "An address in Germany needs a city.")],
        ),
    ],
)
def test_what_is_wrong_is_said_in_its_column(said, problems):
    plan = made({"email": "bob@example.com", "name": "Bob", **said})
    assert wrong(plan) == [(2, *problem) for problem in problems]


def test_an_address_is_of_whom_the_client_is_unless_another_is_named():
    said = {"line1": "Torstrasse 1", "postal_code": "10119", "city": "Berlin", "country": "DE", "line2": None}
    assert entered(**said)["address"] == replace(BERLIN, name="Bob")
    assert entered(**said, address_name="Work")["address"] == replace(BERLIN, name="Work")
    assert changes(replace(ADA, address=None), **said)["address"] == BERLIN
    assert changes(replace(ADA, address=None), name="Countess", **said)["address"] == replace(BERLIN, name="Countess")


def test_of_an_address_only_what_is_said_is_changed():
    assert changes(ADA, line2="3rd floor", address_phone="1", region="Berlin") == {
        "address": replace(BERLIN, line2="3rd floor", phone="1", region="Berlin")
    }
    assert changes(ADA, city="Potsdam", address_name="Home") == {
        "address": replace(BERLIN, city="Potsdam", name="Home")
    }


def test_an_address_all_of_which_is_empty_is_taken_away():
    assert changes(ADA, **dict.fromkeys(domain.ADDRESS)) == {"address": None}
    assert changes(replace(ADA, address=None), **dict.fromkeys(domain.ADDRESS)) == {}


def test_an_address_of_before_that_breaks_a_rule_of_today_is_not_judged_until_it_is_changed():
    odd = replace(ADA, address=replace(BERLIN, postal_code="1"))
    assert changes(odd, city="Berlin", phone="7") == {"phone": "7"}
    assert [column for _, column, _ in wrong(made(ada(city="Potsdam", postal_code="1"), of=stand(odd)))] == [
        "postal_code"
    ]


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ({"credit_limit": "100"}, {}),
        ({"credit_limit": "50"}, {"credit_limit": eur(50)}),
        ({"credit_limit": "50", "currency": "USD"}, {"credit_limit": Money.of(50, "USD"), "currency": "USD"}),
        ({"credit_limit": None, "currency": "USD"}, {"credit_limit": None, "currency": "USD"}),
        ({"credit_limit": None, "currency": None}, {"credit_limit": None, "currency": ""}),
        ({"currency": None}, {}),
        ({"currency": "EUR"}, {}),
    ],
)
def test_a_limit_is_in_the_currency_of_the_client(said, changed):
    assert changes(ADA, **said) == changed


def test_who_has_no_limit_changes_the_currency_freely():
    free = replace(ADA, credit_limit=None)
    assert changes(free, currency="USD") == {"currency": "USD"}
    assert changes(free, currency=None) == {"currency": ""}


def test_a_limit_without_a_currency_is_in_that_of_the_client_or_of_the_shop():
    plain = replace(ADA, currency="", credit_limit=None)
    plan = made(ada(credit_limit="5"), of=stand(plain, currency="CHF"))
    assert plan.changed == [(ADA_ID, {"currency": "CHF", "credit_limit": Money.of(5, "CHF")})]
    assert entered(credit_limit="5")["credit_limit"] == eur(5)
    assert entered(credit_limit="5", currency="USD")["currency"] == "USD"
    assert entered(credit_limit=None)["currency"] == ""
    assert entered(currency=None)["currency"] == ""


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"currency": "USD"}, "currency", "USD and EUR cannot be mixed in one sum."),
        ({"credit_limit": "1.001"}, "credit_limit", "1.001 has more decimals than EUR has (2)."),
        ({"credit_limit": "1", "currency": "EUX"}, "currency", "'EUX' is not a currency code"),
    ],
)
def test_a_limit_is_an_amount_of_money(said, column, words):
    plan = made(ada(**said))
    [problem] = plan.problems
    assert (problem.column, problem.said.startswith(words)) == (column, True)
    assert (plan.changed, plan.outcomes) == ([], {})
