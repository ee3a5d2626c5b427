"""The document of an issued invoice: made by the worker, stored once, given to those it is meant for, sent by mail."""

import hashlib
import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from pypdf import PdfReader

from contexts.billing import models
from contexts.billing.clients.use_cases import update_client
from contexts.billing.documents import queries
from contexts.billing.documents.gateways import storage
from contexts.billing.documents.use_cases import send_document
from contexts.order.access import token
from gotuto import capabilities
from gotuto.http.rendering import PROBLEM_TYPE
from gotuto.ids import ClientId, InvoiceId, new_id
from gotuto.outbound import Done, RetryLater
from gotuto.outbound.models import Status
from gotuto.testing import claim_call
from tests.billing.builders import draft, issued, told
from tests.billing.sellers.builders import described
from tests.clients import Api, customer_api, staff_api
from tests.refusals import refused
from tests.shop import ADDRESS, BUYER, Shop, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> Shop:
    """A shop whose seller has said enough."""
    described(now=now)
    shop = Shop(now)
    shop.has("tea")
    return shop


def document_of(order: Any) -> models.Document:
    return models.Document.objects.select_related("invoice").get(invoice__order_id=order.id)


def path(row: models.Document, form: str = "pdf", **more: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in {"format": form, **more}.items())
    return f"invoices/{row.invoice_id}/document/?{query}"


def words(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_an_order_has_its_invoice_as_paper_and_as_xml(shop):
    order = shop.order({"TEA": 2})
    row = document_of(order)
    staff = staff_api("billing")

    paper = staff.get(path(row))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper["Content-Disposition"] == f'inline; filename="{row.invoice.number}.pdf"'
    assert (paper["Referrer-Policy"], paper["Cache-Control"]) == ("no-referrer", "private, no-store")
    digest = hashlib.sha256(paper.content).digest()
    assert digest.hex() == row.pdf_sha256
    assert paper["Repr-Digest"] == f"sha-256=:{b64encode(digest).decode()}:"
    said = words(paper.content)
    for what in (row.invoice.number, order.number, "Tea Trading GmbH", "DE02 1203 0000 0000 2020 51", "Ada Lovelace"):
        assert what in said

    for form, name in (("xml", "CrossIndustryInvoice"), ("ubl", "Invoice")):
        xml = staff.get(path(row, form))
        assert (xml.status_code, xml["Content-Type"]) == (200, {"xml": "application/xml", "ubl": "text/xml"}[form])
        assert {name, row.invoice.number} - set(re.findall(r"[\w-]+", xml.content.decode())) == set()
    assert "factur-x.xml" in PdfReader(BytesIO(paper.content)).attachments


def test_it_is_stored_once_and_never_made_anew(shop):
    row = document_of(shop.order({"TEA": 1}))
    before = queries.get_pdf(invoice_id=InvoiceId(row.invoice_id))
    described(name="Tea and Coffee Trading GmbH")
    settle()
    assert queries.get_pdf(invoice_id=InvoiceId(row.invoice_id)) == before
    assert [fact["invoice_id"] for fact in told("billing.document_stored")] == [str(row.invoice_id)]


def test_while_it_is_being_made_one_is_asked_to_wait(shop):
    invoice = issued(now=shop.now)
    answer = staff_api("billing").get(f"invoices/{invoice.id}/document/")
    assert (answer.status_code, answer["Retry-After"]) == (202, "2")
    assert queries.get_pdf(invoice_id=invoice.id) is None


def test_a_draft_has_none(shop):
    answer = staff_api("billing").get(f"invoices/{draft(now=shop.now).id}/document/")
    assert (answer.status_code, answer.json()["code"]) == (404, "billing.invoice_not_found")


class TestWhoMayReadIt:
    @pytest.fixture
    def row(self, shop):
        return document_of(shop.order({"TEA": 1}))

    def test_a_guest_by_the_token_of_the_order(self, row):
        right = token(kind="order", subject_id=row.invoice.order_id)
        assert Api(**{"X-Order-Token": right}).get(path(row)).status_code == 200
        for wrong in (
            token(kind="order", subject_id=new_id()),
            token(kind="cart", subject_id=row.invoice.order_id),
            "",
        ):
            assert Api(**{"X-Order-Token": wrong}).get(path(row)).status_code == 404

    def test_whoever_has_the_link_of_the_mail_for_ninety_days(self, row):
        now = datetime.now(UTC)
        link = capabilities.issue(kind="document", subject_id=row.invoice_id, expires_at=now + timedelta(days=1))
        late = capabilities.issue(kind="document", subject_id=row.invoice_id, expires_at=now - timedelta(seconds=1))
        other = capabilities.issue(kind="document", subject_id=new_id(), expires_at=now + timedelta(days=1))
        another = capabilities.issue(kind="order", subject_id=row.invoice_id, expires_at=now + timedelta(days=1))
        assert Api().get(path(row, token=link)).status_code == 200
        assert [Api().get(path(row, token=wrong)).status_code for wrong in (late, other, another, "x")] == [404] * 4

    def test_a_customer_reads_their_own_and_their_token_is_nothing(self, shop):
        ada = customer_api("ada@example.com")
        bob = customer_api("bob@example.com")
        ada_id = ada.get("customers/me/").json()["id"]
        row = document_of(shop.order({"TEA": 1}, customer_id=ada_id))
        assert (ada.get(path(row)).status_code, bob.get(path(row)).status_code) == (200, 404)
        right = token(kind="order", subject_id=row.invoice.order_id)
        assert Api(**{"X-Order-Token": right}).get(path(row)).status_code == 404

    def test_staff_whose_role_sees_invoices(self, row):
        assert staff_api("support").get(path(row)).status_code == 200
        assert staff_api("stock").get(path(row)).status_code == 404


def test_bad_questions_name_the_field(shop):
    row = document_of(shop.order({"TEA": 1}))
    staff = staff_api("billing")
    wrong = staff.get(path(row, "doc"))
    assert (wrong.status_code, wrong.json()["errors"]) == (
        400,
        {"format": ["'doc' is not one of: json, api, pdf, xml, ubl."]},
    )
    empty = staff.get(path(row, ""))
    assert (empty.status_code, empty.json()["errors"].keys()) == (400, {"format"})
    assert staff.get(path(row))["Content-Type"] == "application/pdf"
    assert staff.get(path(row, tokn="x")).json()["errors"].keys() == {"tokn"}
    assert staff.get("invoices/x/document/").status_code == 404


def test_a_seller_who_said_too_little_sells_all_the_same_and_the_document_waits(now):
    shop = Shop(now)
    shop.has("tea")
    order = shop.order({"TEA": 1})
    row = document_of(order)
    assert (order.status, row.status, row.outcome_code) == ("confirmed", Status.REFUSED, "billing.seller_incomplete")
    told_staff = staff_api("billing").get(path(row)).json()
    assert told_staff["code"] == "billing.document_not_made"
    assert "has not said yet: address, vat_id or tax_number" in told_staff["detail"]
    guest = Api(**{"X-Order-Token": token(kind="order", subject_id=order.id)}).get(path(row)).json()
    assert guest["detail"].endswith("The shop is told; ask for it again later.")
    with refused("billing.document_not_made"):
        send_document(invoice_id=InvoiceId(row.invoice_id), now=now)

    described()
    settle()

    row.refresh_from_db()
    assert row.status == Status.DONE
    assert "Tea Trading GmbH" in words(queries.get_pdf(invoice_id=InvoiceId(row.invoice_id)).content)


def test_a_description_that_says_too_little_makes_none(now):
    shop = Shop(now)
    shop.has("tea")
    row = document_of(shop.order({"TEA": 1}))
    described(vat_id="")
    settle()
    row.refresh_from_db()
    assert row.status == Status.REFUSED


def test_a_name_without_a_font_is_an_error_that_staff_see(shop, settings):
    address = replace(ADDRESS, name="\N{CJK UNIFIED IDEOGRAPH-738B}\N{CJK UNIFIED IDEOGRAPH-5C0F}")
    row = document_of(shop.order({"TEA": 1}, buyer=replace(BUYER, shipping_address=address)))
    assert (row.status, row.outcome_code) == (Status.REFUSED, "billing.missing_glyphs")
    assert "\N{CJK UNIFIED IDEOGRAPH-738B}" in row.last_error
    page = staff_api("billing").get(path(row)).json()["detail"]
    assert "Put a font that has them" in page


def test_what_no_e_invoice_can_say_is_a_pdf_alone(shop):
    # EN 16931 needs the buyer's country.
    buyer = replace(draft(now=shop.now).buyer, address=None)
    invoice = issued(now=shop.now, buyer=buyer)
    settle()
    staff = staff_api("billing")
    assert staff.get(f"invoices/{invoice.id}/document/").status_code == 200
    answer = staff.get(f"invoices/{invoice.id}/document/?format=ubl")
    assert (answer.status_code, answer["Content-Type"]) == (409, PROBLEM_TYPE)
    assert answer.json()["code"] == "billing.document_incomplete"


def test_a_file_that_is_not_what_was_stored_is_given_to_nobody(shop):
    row = document_of(shop.order({"TEA": 1}))
    place = Path(django_settings.STORAGES["documents"]["OPTIONS"]["location"]) / row.pdf
    place.write_bytes(b"%PDF-1.7 another")
    with refused("billing.document_damaged", row.invoice.number):
        queries.get_pdf(invoice_id=InvoiceId(row.invoice_id))
    place.unlink()
    assert staff_api("billing").get(path(row)).json()["code"] == "billing.document_damaged"


class TestTheStorage:
    @pytest.fixture
    def row(self, shop):
        issued(now=shop.now)
        return claim_call(models.Document, storage)

    def test_a_full_disk_waits(self, row, settings, tmp_path):
        (tmp_path / "file").write_text("no folder")
        settings.STORAGES = {
            **settings.STORAGES,
            "documents": {**settings.STORAGES["documents"], "OPTIONS": {"location": str(tmp_path / "file")}},
        }
        outcome = storage.send(row, timeouts=storage.timeouts)
        assert isinstance(outcome, RetryLater)
        assert (outcome.code, outcome.is_down) == ("billing.storage_down", True)

    def test_what_an_attempt_stored_that_died_afterwards_is_taken(self, row):
        first, again = (storage.send(row, timeouts=storage.timeouts) for _ in range(2))
        assert isinstance(first, Done)
        assert first == again

    def test_nobody_was_told_of_what_no_row_knows(self, row):
        assert storage.ask is not None
        assert isinstance(storage.ask(row, timeouts=storage.timeouts), RetryLater)


class TestMails:
    def test_the_confirmation_says_how_to_pay_and_the_invoice_follows(self, shop, settings):
        settings.GOTUTO_PUBLIC_URL = "https://shop.example.com"
        order = shop.order({"TEA": 2})
        row = document_of(order)
        confirmation, paper = mail.outbox
        number = row.invoice.number
        for what in (
            f"Please pay 23.80 EUR by {row.invoice.due_date} to",
            "DE02 1203 0000 0000 2020 51",
            f"Reference       {number}",
        ):
            assert what in confirmation.body
        [link] = [line.strip() for line in confirmation.body.splitlines() if "/document/" in line]
        assert link.startswith(f"https://shop.example.com/api/v1/invoices/{row.invoice_id}/document/?token=")
        assert (paper.subject, paper.to) == ("Your invoice", ["ada@example.com"])
        [(name, content, kind)] = paper.attachments
        assert (name, kind, hashlib.sha256(content).hexdigest()) == (f"{number}.pdf", "application/pdf", row.pdf_sha256)

    def test_without_an_account_the_reference_is_told_all_the_same(self, shop):
        described(bank=None)
        row = document_of(shop.order({"TEA": 1}))
        assert f"by {row.invoice.due_date}, with the reference {row.invoice.number}." in mail.outbox[0].body

    def test_a_client_may_want_none_by_mail(self, shop):
        invoice = issued(now=shop.now)
        update_client(client_id=ClientId(invoice.client_id), invoices_by_mail=False, now=shop.now)
        settle()
        assert mail.outbox == []
        send_document(invoice_id=invoice.id, now=shop.now)
        settle()
        assert [one.subject for one in mail.outbox] == ["Your invoice"]

    def test_staff_send_it_once_more(self, shop):
        row = document_of(shop.order({"TEA": 1}))
        answer = staff_api("billing").post(f"invoices/{row.invoice_id}/send/", {})
        assert (answer.status_code, answer.json()["number"]) == (200, row.invoice.number)
        settle()
        assert [one.subject for one in mail.outbox] == ["Your order", "Your invoice", "Your invoice"]

    def test_what_is_not_issued_is_not_sent(self, shop):
        with refused("billing.invoice_not_issued"):
            send_document(invoice_id=draft(now=shop.now).id, now=shop.now)
        with refused("billing.invoice_not_found"):
            send_document(invoice_id=InvoiceId(new_id()), now=shop.now)
        with refused("billing.invoice_not_found"):
            queries.get_addressee(invoice_id=InvoiceId(new_id()))
        assert queries.get_payment_request(invoice_id=InvoiceId(new_id()), now=shop.now) is None
