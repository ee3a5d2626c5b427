"""Staff pause, resume and waive, by the API and by the buttons of the back office."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from contexts.billing.dunning import queries, use_cases
from contexts.billing.dunning.dto import Step, Trigger
from contexts.billing.dunning.errors import DunningNotPaused
from contexts.billing.dunning.models import DunningAction, DunningPause, DunningRun
from contexts.billing.fees.errors import FeeNotFound
from contexts.billing.fees.models import Fee
from contexts.billing.fees.queries import get_fee
from contexts.billing.fees.use_cases import waive_fee, waive_fees_of_credited
from contexts.billing.invoices.errors import InvoiceNotFound
from contexts.billing.sellers.errors import SellerNotFound
from contexts.customer.staff.use_cases import ensure_staff
from gotuto.errors import Stale
from gotuto.roles import Role
from tests.billing.builders import eur
from tests.billing.dunning.reminding import NOW, at, late, policy, run
from tests.clients import staff_api

pytestmark = pytest.mark.django_db

SOON = {"until": "2099-01-01", "reason": "They pay soon"}


@pytest.mark.parametrize("whose", ["invoices", "clients"])
def test_a_pause_that_is_asked_for_again_with_its_key_is_the_same(whose):
    api, invoice = staff_api(Role.BILLING), late()
    path = f"{whose}/{invoice.id if whose == 'invoices' else invoice.client_id}/dunning-pause/"
    first, again = (api.post(path, SOON, Idempotency_Key="a-key-of-twenty-letters") for _ in range(2))

    assert first.json() == again.json()
    assert DunningPause.objects.count() == 1
    assert api.delete(path, If_Match='"98765-ab"').status_code == 412
    assert api.delete(path).status_code == 204


def test_another_pause_than_was_seen_is_not_ended():
    invoice = late()
    use_cases.pause_invoice(invoice_id=invoice.id, until=at(9).date(), reason="x", now=NOW)

    with pytest.raises(Stale):
        use_cases.resume_invoice(invoice_id=invoice.id, expected_version=2, now=NOW)


def test_a_fee_that_is_waived_again_with_its_key_is_told_as_it_is():
    policy()
    invoice = late()
    run(3)
    fee, api = Fee.objects.get(invoice_id=invoice.id), staff_api(Role.BILLING)
    asked = {"reason": "A courtesy"}
    first, again = (api.post(f"fees/{fee.id}/waive/", asked, Idempotency_Key="k" * 20) for _ in range(2))

    assert first.json() == again.json()
    assert str(fee) == "2.50 EUR for first"


def test_what_is_not_there_is_not_found():
    nothing = uuid4()
    with pytest.raises(FeeNotFound):
        get_fee(fee_id=nothing)
    with pytest.raises(FeeNotFound):
        waive_fee(fee_id=nothing, reason="x", now=NOW)
    with pytest.raises(DunningNotPaused):
        queries.get_pause(pause_id=nothing)
    with pytest.raises(InvoiceNotFound):
        queries.find_invoice(number="nothing")
    with pytest.raises(SellerNotFound):
        use_cases.run_dunning(trigger=Trigger.STAFF, legal_entity="nobody", now=NOW)
    waive_fees_of_credited(invoice_id=nothing, now=NOW)


def test_an_invoice_is_found_by_its_number_and_rows_say_what_they_are():
    policy(Step(code="first", days=3))
    invoice = late()
    run(3)
    use_cases.pause_invoice(invoice_id=invoice.id, until=at(9).date(), reason="x", now=at(3))

    assert queries.find_invoice(number=invoice.number) == invoice.id
    assert str(DunningRun.objects.get()) == "main, 2026-12-07"
    assert str(DunningAction.objects.get()) == "first on 2026-12-07"
    assert str(DunningPause.objects.get()) == "until 2026-12-13: x"


@pytest.mark.parametrize("whose", ["invoice", "client"])
def test_the_buttons_pause_and_resume(admin_client, whose):
    invoice = late()
    key = invoice.id if whose == "invoice" else invoice.client_id

    for button, live in (("pause_dunning", 1), ("resume_dunning", 0)):
        page = reverse(f"admin:billing_{whose}_{button}", args=[key])
        assert admin_client.post(page, SOON).status_code == 302
        assert DunningPause.objects.filter(resumed_at=None).count() == live


def test_the_button_waives_a_fee(admin_client):
    fee = Fee.objects.create(
        invoice_id=late().id, step="first", kind="reminder", amount=eur("2.50").amount, currency="EUR", created_at=NOW
    )
    assert admin_client.post(reverse("admin:billing_fee_waive", args=[fee.id]), {"reason": "x"}).status_code == 302
    fee.refresh_from_db()
    assert (fee.state, fee.reason) == ("waived", "x")


def test_who_keeps_the_stock_sees_no_plan():
    ensure_staff(email="clerk@example.com", password="a-long-password-9", roles=["stock"], now=NOW)
    browser = Client()
    browser.login(username="clerk@example.com", password="a-long-password-9")
    assert browser.get("/admin/billing/dunningpolicy/plan/").status_code == 403
