"""Invoices by hand over REST: written, changed, issued and sent by staff."""

from datetime import UTC, date, datetime

import pytest

from contexts.billing.clients.use_cases import create_client, merge_clients, update_client
from contexts.billing.models import Document, Invoice
from contexts.billing.taxes.models import VatId
from contexts.notification.models import Notification
from gotuto.address import Address
from gotuto.ids import new_id
from gotuto.money import Money
from gotuto.tax_classes import TaxClass
from tests.billing.builders import told
from tests.billing.sellers.builders import described
from tests.clients import staff_api
from tests.factories import ProductFactory
from tests.shop import settle

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BOB = Address(name="Bob", line1="Alley 2", postal_code="20095", city="Hamburg", country="DE")
ZURICH = Address(name="Bob", line1="Seestrasse 3", postal_code="8008", city="Zürich", country="CH")
PARIS = Address(name="Boutique", line1="1 rue X", postal_code="75001", city="Paris", country="FR")


@pytest.fixture
def clerk(db):
    described()
    return staff_api("billing")


@pytest.fixture
def bob(db):
    return create_client(name="Bob", email="bob@example.com", address=BOB, now=NOW).id


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


def advice(**said):
    return {"description": "Advice", "quantity": 1, "unit_price": euros("119.00"), **said}


def written(clerk, client_id, *lines, **said):
    answer = clerk.post("invoices/", {"client_id": str(client_id), "lines": list(lines) or [advice()], **said})
    assert answer.status_code == 201, answer.text
    return answer.json()


def amounts(invoice):
    return tuple(invoice[name]["amount"] for name in ("net", "tax", "total"))


def test_staff_write_issue_and_send_an_invoice(clerk, bob):
    draft = written(
        clerk, bob, advice(discount={"amount": euros("9.00"), "reason": "A friend"}), discount={"amount": euros("10.00"), "reason": "Cash"},
        notes="Thank you.", buyer_reference="PO 7", reference="Talk of May", delivered_on="2026-11-02",
    )  # fmt: skip
    assert (draft["status"], draft["number"], amounts(draft)) == ("draft", None, ("84.03", "15.97", "100.00"))
    assert draft["lines"][0]["discount"] == {"amount": euros("9.00"), "reason": "A friend"}
    assert (draft["discount"]["reason"], draft["notes"], draft["delivered_on"]) == ("Cash", "Thank you.", "2026-11-02")
    issued = clerk.post(f"invoices/{draft['id']}/issue/").json()
    assert (issued["status"], issued["number"]) == ("sent", "INV-2026-000001")
    settle()
    assert clerk.get(f"invoices/{draft['id']}/document/?format=xml").status_code == 200
    assert clerk.post(f"invoices/{draft['id']}/send/").status_code == 200
    settle()
    assert Notification.objects.filter(kind="invoice_issued", recipient="bob@example.com").count() == 2
    assert len(told("billing.invoice_created")) == 1
    assert staff_api("billing").post(f"invoices/{draft['id']}/issue/").json()["number"] == "INV-2026-000001"


def test_net_prices_have_their_tax_added(clerk, bob):
    draft = written(clerk, bob, advice(unit_price=euros("100.00")), prices_include_tax=False)
    assert (draft["prices_include_tax"], amounts(draft)) == (False, ("100.00", "19.00", "119.00"))


def test_what_a_line_leaves_out_is_as_the_catalogue_says(clerk, bob):
    ProductFactory(sku="BOOK", name="A book", price=Money.of("10.70", "EUR"), tax_class=TaxClass.REDUCED)
    [line] = written(clerk, bob, {"sku": "book", "quantity": 2})["lines"]
    assert (line["sku"], line["description"], line["tax_rate"], line["tax_class"]) == (
        "BOOK",
        "A book",
        "0.07",
        "reduced",
    )
    assert line["total"] == euros("21.40")
    [other] = written(clerk, bob, advice(sku="book"))["lines"]
    assert (other["description"], other["unit_price"], other["tax_class"]) == ("Advice", euros("119.00"), "standard")
    cheaper = written(clerk, bob, {"sku": "book", "quantity": 1, "unit_price": euros("8.00"), "tax_class": "standard"})
    assert (cheaper["lines"][0]["description"], cheaper["lines"][0]["tax_rate"]) == ("A book", "0.19")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"quantity": 1}, "Line 1 needs a description and a unit_price"),
        ({"quantity": 1, "description": "Advice"}, "Line 1 needs a unit_price"),
        ({"quantity": 1, "unit_price": {"amount": "1.00", "currency": "EUR"}}, "Line 1 needs a description;"),
    ],
)
def test_a_line_that_is_not_in_the_catalogue_says_what_it_is_and_costs(clerk, bob, line, words):
    answer = clerk.post("invoices/", {"client_id": str(bob), "lines": [line]})
    assert (answer.status_code, answer.json()["code"]) == (422, "billing.draft_line_incomplete")
    assert words in answer.json()["detail"]
    assert not Invoice.objects.exists()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"lines": []}, "invalid"),
        ({"lines": [advice(quantity=0)]}, "invalid"),
        ({"lines": [advice(unit_price=euros("0.00"))]}, "billing.invoice_empty"),
        ({"lines": [advice(unit_price={"amount": "1.00", "currency": "USD"})]}, "money.currency_mismatch"),
        ({"lines": [advice(discount={"amount": euros("120.00"), "reason": "x"})]}, "billing.discount_too_large"),
        ({"discount": {"amount": euros("120.00"), "reason": "x"}}, "billing.discount_too_large"),
        ({"lines": [{"sku": "NOTHING", "quantity": 1}]}, "catalog.product_not_found"),
        ({"deliver_to": "QQ"}, "invalid"),
        ({"client_id": str(new_id())}, "billing.client_not_found"),
        ({"colour": "red"}, "invalid"),
    ],
)
def test_what_cannot_be_invoiced_is_refused_and_nothing_is_written(clerk, bob, body, code):
    answer = clerk.post("invoices/", {"client_id": str(bob), "lines": [advice()], **body})
    assert answer.json()["code"] == code, answer.text
    assert not Invoice.objects.exists()


def test_a_draft_is_changed_in_part_and_priced_anew(clerk, bob):
    draft = written(clerk, bob, notes="Hello", discount={"amount": euros("19.00"), "reason": "Cash"})
    other = create_client(name="Eve", email="eve@example.com", language="fr", now=NOW).id
    changed = clerk.patch(
        f"invoices/{draft['id']}/", {"client_id": str(other), "discount": None, "delivered_on": "2026-01-02"}
    )
    assert changed.status_code == 200
    now = changed.json()
    assert (amounts(now), now["notes"], now["client_id"], now["version"]) == (
        ("100.00", "19.00", "119.00"),
        "Hello",
        str(other),
        2,
    )
    assert (now["buyer"]["name"], now["discount"], now["delivered_on"]) == ("Eve", None, "2026-01-02")
    again = clerk.patch(
        f"invoices/{draft['id']}/", {"lines": [advice(), advice(tax_class="reduced")], "deliver_to": None}
    )
    assert [line["tax_rate"] for line in again.json()["lines"]] == ["0.19", "0.07"]
    clerk.post(f"invoices/{draft['id']}/issue/")
    settle()
    assert Document.objects.get(invoice_id=draft["id"]).printed().language == "fr"


def test_a_draft_that_was_changed_meanwhile_is_not_overwritten(clerk, bob):
    draft = written(clerk, bob)
    seen = {"If-Match": clerk.get(f"invoices/{draft['id']}/").headers["ETag"]}
    assert clerk.patch(f"invoices/{draft['id']}/", {"notes": "One"}, **seen).status_code == 200
    assert clerk.patch(f"invoices/{draft['id']}/", {"notes": "Two"}, **seen).status_code == 412


def test_a_draft_whose_taxes_are_others_now_is_saved_again_before_it_is_issued(clerk, bob):
    draft = written(clerk, bob)
    update_client(client_id=bob, address=ZURICH, now=NOW)
    refused = clerk.post(f"invoices/{draft['id']}/issue/")
    assert (refused.status_code, refused.json()["code"]) == (409, "billing.draft_outdated")
    assert "its total would be 100.00 EUR. Save it again" in refused.json()["detail"]
    assert Invoice.objects.get().number is None
    saved = clerk.patch(f"invoices/{draft['id']}/", {}).json()
    assert (amounts(saved), saved["deliver_to"]) == (("100.00", "0.00", "100.00"), "CH")
    assert staff_api("billing").post(f"invoices/{draft['id']}/issue/").json()["status"] == "sent"


def test_what_is_issued_is_not_changed(clerk, bob):
    draft = written(clerk, bob)
    clerk.post(f"invoices/{draft['id']}/issue/")
    answer = clerk.patch(f"invoices/{draft['id']}/", {"notes": "Two"})
    assert (answer.status_code, answer.json()["code"]) == (409, "billing.invoice_not_draft")
    assert "it is sent; credit it, and write another" in answer.json()["detail"]
    assert clerk.patch(f"invoices/{new_id()}/", {"notes": "x"}).status_code == 404
    assert clerk.post(f"invoices/{new_id()}/issue/").status_code == 404


def test_the_draft_of_an_order_goes_with_its_order(clerk):
    from gotuto.ids import OrderId
    from tests.billing.builders import draft

    invoice = draft(now=NOW, order_id=OrderId(new_id()))
    for answer in (clerk.patch(f"invoices/{invoice.id}/", {"notes": "x"}), clerk.post(f"invoices/{invoice.id}/issue/")):
        assert (answer.status_code, answer.json()["code"]) == (409, "billing.invoice_not_draft")
        assert "it goes with its order" in answer.json()["detail"]


def test_a_dry_run_writes_nothing(clerk, bob):
    body = {"client_id": str(bob), "lines": [advice()]}
    answer = clerk.post("invoices/", body, Prefer="dry-run")
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (201, "dry-run")
    assert not Invoice.objects.exists()
    draft = written(clerk, bob)
    assert clerk.post(f"invoices/{draft['id']}/issue/", Prefer="dry-run").json()["number"] is None
    assert clerk.patch(f"invoices/{draft['id']}/", {"notes": "x"}, Prefer="dry-run").json()["notes"] == "x"
    assert Invoice.objects.get().notes == ""


def test_nothing_is_written_for_whoever_is_on_hold_over_the_limit_or_somebody_else(clerk, bob):
    update_client(client_id=bob, credit_limit=Money.of("200.00", "EUR"), now=NOW)
    draft = written(clerk, bob)
    more = {"client_id": str(bob), "lines": [advice()]}
    assert clerk.post("invoices/", more).json()["code"] == "billing.credit_limit_reached"
    bigger = clerk.patch(f"invoices/{draft['id']}/", {"lines": [advice(quantity=2)]})
    assert bigger.json()["code"] == "billing.credit_limit_reached"
    update_client(client_id=bob, on_hold=True, credit_limit=None, now=NOW)
    assert clerk.post("invoices/", more).json()["code"] == "billing.client_on_hold"
    other = create_client(name="Eve", email="eve@example.com", now=NOW).id
    merge_clients(client_id=bob, into=other, now=NOW)
    assert clerk.post("invoices/", more).json()["code"] == "billing.client_merged"
    assert Invoice.objects.count() == 1


def test_goods_and_advice_for_a_business_in_france_are_told_apart(clerk):
    shop = create_client(name="Boutique", email="b@example.com", address=PARIS, vat_id="FR40303265045", now=NOW)
    VatId.objects.update(state="valid", checked_at=datetime.now(UTC))
    draft = written(clerk, shop.id, advice(), advice(is_service=True))
    assert [line["tax_category"] for line in draft["lines"]] == ["K", "AE"]
    assert (amounts(draft), draft["deliver_to"]) == (("200.00", "0.00", "200.00"), "FR")
    assert draft["delivered_on"] == date.fromisoformat(draft["created_at"][:10]).isoformat()
    clerk.post(f"invoices/{draft['id']}/issue/")
    settle()
    assert clerk.get(f"invoices/{draft['id']}/document/?format=ubl").status_code == 200


def test_who_has_no_address_and_a_seller_who_said_nothing_are_taxed_at_home(db):
    nobody = create_client(name="Bob", email="bob@example.com", now=NOW).id
    draft = written(staff_api("billing"), nobody)
    assert amounts(draft) == ("100.00", "19.00", "119.00")


def test_a_discount_says_why_and_a_line_without_a_unit_is_in_pieces(clerk, bob):
    body = {"client_id": str(bob), "lines": [advice(discount={"amount": euros("1.00"), "reason": ""})]}
    assert "reason" in clerk.post("invoices/", body).text
    assert not Invoice.objects.exists()
    assert written(clerk, bob, advice(unit=""))["lines"][0]["unit"] == "C62"


def test_a_draft_that_gets_another_client_goes_to_where_that_one_is(clerk, bob):
    abroad = create_client(name="Boutique", email="b@example.com", address=PARIS, now=NOW).id
    draft = written(clerk, abroad)
    assert draft["deliver_to"] == "FR"
    assert clerk.patch(f"invoices/{draft['id']}/", {"client_id": str(bob)}).json()["deliver_to"] == ""
    kept = written(clerk, bob, deliver_to="FR")
    assert clerk.patch(f"invoices/{kept['id']}/", {"notes": "x"}).json()["deliver_to"] == "FR"
