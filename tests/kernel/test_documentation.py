"""What operations declare appears in the OpenAPI document, and in the forms and links of the browsable pages."""

import json
import re
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.finders import find
from drf_spectacular.generators import SchemaGenerator

from gotuto.http import browsing
from gotuto.ids import new_id
from tests.kernel import toy_api
from tests.kernel.toys import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]

User = get_user_model()


@pytest.fixture
def document():
    return SchemaGenerator(patterns=toy_api.urlpatterns).get_schema(public=True)


def parameters(operation):
    return {parameter["name"] for parameter in operation.get("parameters", [])}


def test_a_dto_is_a_component_of_its_name(document):
    assert document["components"]["schemas"]["Bell"]["required"] == ["id", "note", "version"]
    answer = document["paths"]["/bells/{bell_id}/"]["get"]["responses"]["200"]["content"]["application/json"]
    assert answer["schema"] == {"$ref": "#/components/schemas/Bell"}


def test_a_page_is_a_list_with_links(document):
    assert set(document["components"]["schemas"]["RowPage"]["properties"]) == {"next", "previous", "results"}
    listing = document["paths"]["/bells/"]["get"]
    assert {"cursor", "page_size", "ordering", "name"} <= parameters(listing)


def test_headers_stand_where_they_are_honoured(document):
    one, many = document["paths"]["/bells/{bell_id}/"], document["paths"]["/bells/"]
    assert "Idempotency-Key" in parameters(many["post"])
    assert "If-Match" in parameters(one["patch"])
    assert "If-Match" not in parameters(one["get"])


def test_every_operation_says_who_may_use_it_and_how_it_fails(document):
    doors = document["paths"]["/doors/"]
    assert "staff with the role 'stock'" in doors["put"]["description"]
    assert "application/problem+json" in doors["put"]["responses"]["default"]["content"]


def test_money_and_examples_are_shown(document):
    content = document["paths"]["/bells/"]["post"]["requestBody"]["content"]["application/json"]
    assert next(iter(content["examples"].values()))["value"] == {"note": "c"}
    schemas = document["components"]["schemas"]
    assert schemas["BellBody"]["properties"]["price"] == {"$ref": "#/components/schemas/MoneyInput"}
    assert schemas["MoneyInput"]["required"] == schemas["Money"]["required"] == ["amount", "currency"]
    assert schemas["Money"]["properties"]["amount"]["pattern"]


def page(client, path, **query):
    answer = client.get(path, query, headers={"Accept": "text/html"})
    assert answer["Content-Type"].startswith("text/html")
    return answer.content.decode()


@pytest.mark.urls("config.urls")
def test_the_form_of_a_page_starts_with_a_body_that_works(client):
    html = page(client, "/api/v1/carts/")
    assert "quantity" in html


@pytest.mark.urls("config.urls")
def test_a_list_leads_to_its_rows(client, staff_api):
    keeper = staff_api("catalog")
    category = keeper.post("categories/", {"name": "Tea"}).json()
    assert f"/api/v1/categories/{category['id']}/" in page(client, "/api/v1/categories/")


@pytest.mark.parametrize("value", [json.loads("[]"), 3, None])
def test_an_answer_that_is_no_object_leads_nowhere(rf, value):
    assert browsing.links(rf.get("/nowhere/"), value) == []


@pytest.mark.urls("config.urls")
def test_a_resource_leads_to_what_it_names_as_far_as_the_reader_may_go(rf):
    order, parcels = new_id(), [new_id(), new_id()]
    answer = {"order_id": order, "shipment_ids": parcels, "cart_id": None, "client_id": "x"}

    def seen_by(user: object) -> list[tuple[str, str]]:
        request = rf.get("/x/")
        request.user = user
        return [(link.label, link.href) for link in browsing.links(request, answer)]

    leads_to_order = [("order", f"/api/v1/orders/{order}/")]
    leads_to_parcels = [("shipment", f"/api/v1/shipments/{parcel}/") for parcel in parcels]
    assert seen_by(AnonymousUser()) == leads_to_order
    packer = User(is_staff=True)
    packer.role_names = ["fulfilment"]
    assert seen_by(packer) == leads_to_order + leads_to_parcels


@pytest.mark.urls("config.urls")
def test_a_form_can_be_sent_as_a_dry_run(client):
    html = page(client, "/api/v1/carts/")
    script = re.search(r'src="/static/(config/dry-run[^"]*)"', html)[1]
    assert 'setRequestHeader("Prefer", "dry-run")' in Path(find(script)).read_text()


def test_a_write_says_what_a_dry_run_is(document):
    one = document["paths"]["/bells/{bell_id}/"]
    assert [verb for verb in ("get", "patch", "delete") if "Prefer" in parameters(one[verb])] == ["patch", "delete"]


@pytest.mark.urls("config.urls")
def test_the_page_of_a_dry_run_leads_nowhere(client, db):
    answer = client.post(
        "/api/v1/carts/", "{}", content_type="application/json", headers={"Accept": "text/html", "Prefer": "dry-run"}
    )
    assert answer.status_code == 201
    assert "open it" not in answer.content.decode()


@pytest.mark.urls("config.urls")
def test_a_list_has_a_form_of_its_filters_that_keeps_what_was_asked(client):
    html = page(client, "/api/v1/products/", price_min="5", is_active="true", ordering="-price")
    assert 'name="price_min" value="5"' in html
    assert 'name="updated_since" value="" placeholder="2026-11-25T08:30:00Z"' in html
    for chosen in ("true", "-price"):
        assert f"<option selected>{chosen}</option>" in html
    assert 'name="cursor"' not in html


@pytest.mark.urls("config.urls")
def test_the_form_of_a_list_offers_the_file_to_staff_only(client):
    assert 'value="csv"' not in page(client, "/api/v1/products/")
    staff = User.objects.create(email="clerk@example.com", is_staff=True, created_at=NOON)
    client.force_login(staff)
    assert 'value="csv"' in page(client, "/api/v1/products/")


@pytest.mark.urls("config.urls")
def test_what_is_no_list_has_no_form_of_filters(client):
    assert "filtersModal" not in page(client, "/api/v1/carts/")


def test_a_list_tells_its_parameters_and_its_file(document):
    listing = document["paths"]["/bells/"]["get"]
    assert {"step_min", "step_max", "started_at_after", "updated_since", "mood", "format"} <= parameters(listing)
    described = {parameter["name"]: parameter for parameter in listing["parameters"]}
    assert described["mood"]["schema"]["enum"] == ["merry", "sad"]
    assert described["ordering"]["schema"]["enum"] == ["started_at", "-started_at", "step", "-step"]
    assert described["step_min"]["description"] == "At least."
    assert "text/csv" in listing["responses"]["200"]["content"]
    assert "csv" not in str(document["paths"]["/bells/"]["post"])
