"""A document that EN 16931 has no room for is a PDF, and says why."""

import pytest

from contexts.billing import models
from contexts.billing.documents.gateways import Files
from tests.billing.builders import issued
from tests.billing.sellers.builders import described
from tests.clients import staff_api
from tests.shop import settle

pytestmark = pytest.mark.django_db


def test_why_there_is_no_xml_is_told_as_it_was_when_it_was_made(now):
    described(now=now)
    invoice = issued(now=now)
    settle()
    models.Document.objects.update(xml=None, no_xml_code="billing.not_in_en16931", no_xml_reason="KWD has 3 decimals")
    answer = staff_api("billing").get(f"invoices/{invoice.id}/document/?format=xml")
    assert (answer.status_code, answer.json()["code"]) == (409, "billing.not_in_en16931")
    assert "KWD has 3 decimals" in answer.json()["detail"]


def test_what_has_xml_needs_no_reason():
    assert Files(pdf=b"%PDF", xml=b"<x/>", ubl=b"<x/>").why_no_xml == ""
