"""Sellers in the back office: the form shows what was said, and saving it is a version."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from contexts.billing.sellers.dto import Registration, Scheme
from contexts.billing.sellers.queries import get_seller
from tests.billing.sellers.builders import described
from tests.billing.sellers.pictures import picture
from tests.clients import PASSWORD, staff_api

PAGE = "/admin/billing/legalentity/main/change/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Client:
    staff_api("billing", email="bea@example.com")
    client = Client()
    assert client.login(username="bea@example.com", password=PASSWORD)
    return client


def test_what_was_said_is_shown_and_what_is_changed_is_a_version(office):
    registered = (Registration(country="FR", vat_id="FR40303265045"), Registration(country="IT", scheme=Scheme.OSS))
    before = described(registrations=registered, footer=("Ada", "Bob"), is_small_enterprise=True).seller
    shown = office.get(PAGE).context["adminform"].form.initial
    given = {name: "" if value is None else value for name, value in shown.items()}
    logo = SimpleUploadedFile("logo.png", picture(), "image/png")
    assert office.post(PAGE, {**given, "name": "Tea and Coffee", "logo": logo}).status_code == 302

    after = get_seller(legal_entity="main").seller
    assert (after.name, after.registrations, after.bank) == ("Tea and Coffee", registered, before.bank)
    assert (len(after.logo), after.is_small_enterprise) == (64, True)
    assert office.get("/admin/billing/legalentity/").status_code == 200


def test_a_seller_of_whom_nothing_is_known_is_shown(office):
    assert office.get(PAGE).status_code == 200


def test_whoever_may_only_look_sees_what_matters():
    staff_api(superuser=True, email="root@example.com")
    client = Client()
    assert client.login(username="root@example.com", password=PASSWORD)
    described()
    assert "DE02120300000000202051" in client.get(PAGE).content.decode()


def test_a_second_seller_begins_with_a_name(office):
    shown = office.get("/admin/billing/legalentity/add/").context["adminform"].form.fields
    given = {name: field.initial or "" for name, field in shown.items()}
    answer = office.post(
        "/admin/billing/legalentity/add/", {**given, "code": "coffee", "name": "Coffee", "language": "en"}
    )
    assert answer.status_code == 302
    entity = get_seller(legal_entity="coffee")
    assert (entity.seller.name, entity.seller.address, entity.version) == ("Coffee", None, 1)
