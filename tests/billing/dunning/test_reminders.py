"""What a buyer reads, what staff ask over REST, and what they see and press in the back office."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from contexts.billing.clients.models import Client
from contexts.billing.fees.errors import FeeSettled
from contexts.billing.fees.models import Fee
from contexts.billing.fees.use_cases import waive_fee
from contexts.notification.models import Notification
from gotuto.roles import Role
from tests.billing.builders import credit, pay
from tests.billing.dunning.reminding import NOW, at, fees_of, late, policy, run
from tests.clients import staff_api

pytestmark = pytest.mark.django_db


def mails():
    return list(Notification.objects.filter(kind="payment_reminder").order_by("created_at"))


def test_a_buyer_is_reminded_once_and_told_what_to_pay(settle):
    policy()
    invoice = late()
    run(3)
    settle()
    settle()
    [mail] = mails()
    assert mail.subject == f"Reminder: your invoice {invoice.number} is overdue"
    for said in ("12.50 EUR", "3 days ago", "2.50 EUR", f"/invoices/{invoice.id}/document/?token="):
        assert said in mail.body


def test_in_german_where_the_client_reads_german(settle):
    policy()
    invoice = late()
    Client.objects.filter(pk=invoice.client_id).update(language="de")
    run(28)
    settle()
    [mail] = mails()
    assert mail.subject == f"Letzte Mahnung: Ihre Rechnung {invoice.number}"
    assert "vor 28 Tagen" in mail.body
    assert "keine neuen Bestellungen" in mail.body


def test_who_has_paid_between_the_step_and_its_mail_gets_none(settle):
    policy()
    invoice = late()
    run(3)
    pay(invoice.id, "12.50", now=NOW)
    settle()
    assert mails() == []


def test_fees_go_with_a_claim_that_never_was_and_stay_with_one_that_was_paid(settle):
    policy()
    taken_back, paid = late(), late()
    run(3)
    credit(taken_back.id, now=NOW)
    pay(paid.id, "12.50", now=NOW)
    settle()
    assert fees_of(taken_back.id) == [("first", "2.50 EUR", "waived")]
    assert fees_of(paid.id) == [("first", "2.50 EUR", "open")]


def test_a_fee_is_waived_once_and_not_after_it_was_paid():
    policy()
    late()
    run(3)
    fee = Fee.objects.get()
    assert waive_fee(fee_id=fee.id, reason="A courtesy", now=NOW).state == "waived"
    assert waive_fee(fee_id=fee.id, reason="Another", now=NOW).reason == "A courtesy"
    Fee.objects.update(state="paid", amount_paid=fee.amount)
    with pytest.raises(FeeSettled, match="paid already"):
        waive_fee(fee_id=fee.id, reason="Too late", now=NOW)


def test_staff_write_a_policy_and_pause_over_rest():
    api, invoice = staff_api(Role.BILLING), late()
    body = {"is_on": True, "steps": [{"code": "first", "days": 3, "fee": {"amount": "2.50", "currency": "EUR"}}]}
    assert api.put("dunning-policies/main/", body).json()["version"] == 1
    assert api.get("dunning-policies/main/").json()["steps"][0]["fee"]["amount"] == "2.50"
    assert api.get(f"dunning-plan/?by={at(3).date()}").status_code in (200, 400)
    assert api.post(f"invoices/{invoice.id}/dunning-pause/", {"until": "2099-01-01", "reason": "x"}).status_code == 200
    assert api.delete(f"invoices/{invoice.id}/dunning-pause/").status_code == 204
    assert api.delete(f"invoices/{invoice.id}/dunning-pause/").status_code == 404
    run(3)
    assert [one["actions"] for one in api.get("dunning-runs/").json()["results"]] == [1]
    [fee] = api.get(f"fees/?client_id={invoice.client_id}").json()["results"]
    assert api.post(f"fees/{fee['id']}/waive/", {"reason": "A courtesy"}).json()["state"] == "waived"


def test_the_pages_of_the_back_office_show_it(admin_client):
    policy()
    invoice = late()
    run(3)
    for page in ("dunningpolicy", "dunningrun", "fee"):
        assert admin_client.get(reverse(f"admin:billing_{page}_changelist")).status_code == 200
    assert b"second" in admin_client.get(reverse("admin:billing_dunningpolicy_change", args=["main"])).content
    assert b"By day and step" in admin_client.get(reverse("admin:billing_dunningplan_changelist")).content
    shown = admin_client.get(reverse("admin:billing_invoice_change", args=[invoice.id]))
    assert b"Pause reminders" in shown.content


def test_an_operator_switches_it_on_and_sees_it(capsys):
    call_command("dunning", "on")
    call_command("dunning", "show")
    call_command("dunning", "off")
    assert "second" in capsys.readouterr().out
