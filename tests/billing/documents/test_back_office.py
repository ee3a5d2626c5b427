"""The buttons of an invoice's page that send its document and make it again."""

import pytest
from django.core import mail
from django.test import Client

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
    assert client.post(f"{page}send_document/", {"confirmed": "yes"}).status_code in (200, 302)
    settle()
    assert [one.subject for one in mail.outbox] == ["Your invoice", "Your invoice"]
