"""Buttons of an invoice's page that send its document and make it again, and the list of those that need a hand."""

import pytest
from django.core import mail
from django.test import Client

from contexts.billing.models import Document
from gotuto.outbound.models import Status
from tests.billing.builders import issued
from tests.billing.sellers.builders import described
from tests.clients import PASSWORD, staff_api
from tests.shop import settle

pytestmark = pytest.mark.django_db


def test_a_document_is_made_again_and_sent_by_a_button(now):
    staff_api("billing", email="bea@example.com")
    client = Client()
    assert client.login(username="bea@example.com", password=PASSWORD)
    page = f"/admin/billing/invoice/{issued(now=now).id}/"
    settle()
    assert "has not said yet" in client.get(f"{page}change/").content.decode()
    assert client.post(f"{page}make_document/", {"confirmed": "yes"}).status_code in (200, 302)
    described(now=now)
    settle()
    shown = client.get(f"{page}change/").content.decode()
    assert "PDF</a>" in shown
    assert client.post(f"{page}send_document/", {"confirmed": "yes"}).status_code in (200, 302)
    settle()
    assert [one.subject for one in mail.outbox] == ["Your invoice", "Your invoice"]


def test_invoices_whose_document_could_not_be_made_are_found_by_a_filter(now):
    staff_api("billing", email="bea@example.com")
    client = Client()
    assert client.login(username="bea@example.com", password=PASSWORD)
    broken, waits, fine = (issued(now=now) for _ in range(3))
    for invoice, code in ((broken, "billing.missing_glyphs"), (waits, "billing.seller_incomplete")):
        Document.objects.filter(invoice_id=invoice.id).update(status=Status.REFUSED, outcome_code=code)

    def shown(**wanted):
        page = client.get("/admin/billing/invoice/", wanted).content.decode()
        return [one.number for one in (broken, waits, fine) if one.number in page]

    assert shown(document="refused") == [broken.number]
    assert shown(document="seller") == [waits.number]
    assert shown() == [broken.number, waits.number, fine.number]


def test_readiness_and_the_first_page_name_documents_that_could_not_be_made_and_not_those_that_wait(now):
    rows = [issued(now=now) for _ in range(2)]
    Document.objects.filter(invoice_id=rows[0].id).update(
        status=Status.REFUSED, outcome_code="billing.seller_incomplete"
    )
    assert "documents" not in Client().get("/health/ready").json()["attention"]
    Document.objects.filter(invoice_id=rows[1].id).update(status=Status.REFUSED, outcome_code="billing.missing_glyphs")
    assert "documents" in Client().get("/health/ready").json()["attention"]
    scraped = Client().get("/metrics").content.decode()
    assert 'gotuto_documents_refused{code="billing.missing_glyphs"} 1.0' in scraped
    assert 'gotuto_documents_refused{code="billing.seller_incomplete"} 1.0' in scraped
