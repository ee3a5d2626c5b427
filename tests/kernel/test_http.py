"""HTTP for all contexts: problem documents that help, versions that are compared, pages and traces."""

import re
from datetime import timedelta

import pytest

from gotuto.http import problems
from gotuto.http.fields import MoneyField
from gotuto.ids import new_id
from gotuto.money import Money
from gotuto.sagas.models import SagaRun
from tests.kernel.answers import made, problem
from tests.kernel.toys import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]

ADDRESS = {"name": "Ada", "line1": "Square 1", "postal_code": "10115", "city": "Berlin", "country": "de"}


@pytest.mark.parametrize(
    ("kind", "status", "code", "detail"),
    [
        ("conflict", 409, "conflict", "The bell hangs already."),
        ("refused", 422, "refused", "A bell has no sleeves."),
        ("missing", 404, "not_found", "There is no such bell."),
        ("stale", 412, "stale_version", "You changed version 1, but the current one is 2."),
        ("nowhere", 404, "not_found", "There is nothing at this address."),
        ("nothing", 404, "not_found", "Nothing there."),
        ("denied", 403, "permission_denied", "You are not allowed to do this."),
        ("database", 503, "unavailable", "The database does not answer right now."),
        ("bug", 500, "internal_error", "Something went wrong on our side."),
        ("number", 400, "invalid", "A number is too large."),
        ("text", 400, "invalid", "A text is too long."),
    ],
)
def test_every_failure_is_a_problem_document(api, kind, status, code, detail):
    answer = api.get(f"/failures/{kind}/")
    assert problem(answer, status, code)["detail"].startswith(detail)
    assert "secret" not in answer.content.decode()


def test_a_database_that_is_away_says_when_to_come_back(api):
    assert api.get("/failures/database/")["Retry-After"] == "2"


def test_an_address_where_nothing_is(api):
    assert "/nowhere/" in problem(api.get("/nowhere/"), 404, "not_found")["detail"]


def test_a_method_that_is_not_there(api):
    problem(api.delete("/bells/"), 405, "method_not_allowed")


def test_an_answer_that_cannot_be_given_as_wanted(api):
    problem(api.get(f"/bells/{new_id()}/", Accept="application/pdf"), 406, "not_acceptable")


def test_a_body_of_another_kind(api):
    answer = api._client.post("/bells/", "note=c", content_type="text/plain", headers={"Accept": "application/json"})
    problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"note": "This field is required."}),
        ({"note": "c" * 11}, {"note": "Ensure this field has no more than 10 characters."}),
        ([1], {"body": "Invalid data. Expected a dictionary, but got list."}),
        ({"note": "c", "clappers": [{"weight": 1, "sku": "a"}, {"weight": 0}]},
         {"clappers.1.weight": "Ensure this value is greater than or equal to 1.", "clappers.1.sku": "This field is required."}),
        ({"note": "c", "clappers": {}}, {"clappers": 'Expected a list of items but got type "dict".'}),
        ({"note": "c", "price": "12.50"}, {"price": 'Give an amount and a currency, such as {"amount": "12.50", "currency": "EUR"}.'}),
        ({"note": "c", "price": {"amount": 12.5, "currency": "EUR"}},
         {"price": 'The amount is a decimal number in quotation marks, such as "12.50".'}),
        ({"note": "c", "price": {"amount": True, "currency": "EUR"}},
         {"price": 'The amount is a decimal number in quotation marks, such as "12.50".'}),
        ({"note": "c", "price": {"amount": "1.001", "currency": "EUR"}}, {"price": "1.001 has more decimals than EUR has (2)."}),
        ({"note": "c", "price": {"amount": 1, "currency": "DEM"}},
         {"price": "'DEM' is not a currency code of ISO 4217, such as EUR."}),
        ({"note": "c", "address": {**ADDRESS, "country": "XX"}},
         {"address.country": "'XX' is not a country code of ISO 3166-1, such as DE."}),
        ({"note": "c", "address": {"name": "Ada"}}, {"address.line1": "This field is required."}),
    ],
)  # fmt: skip
def test_bad_input_names_its_fields(api, body, errors):
    document = problem(api.post("/bells/", body), 400, "invalid")
    for field, message in errors.items():
        assert document["errors"][field][0] == message
    assert next(iter(errors.values())) in document["detail"]


def test_messages_stand_by_the_path_of_their_field_however_deep():
    assert problems.flat({"lines": [{}, {"sku": ["Unknown."]}], "non_field_errors": ["Odd."], "x": []}) == {
        "lines.1.sku": ["Unknown."],
        "body": ["Odd."],
    }
    assert problems.flat([["Odd."], {"a": "Bad."}]) == {"0": ["Odd."], "1.a": ["Bad."]}


@pytest.mark.parametrize("amount", [12, 12.0])
def test_a_whole_amount_may_be_a_number(amount):
    assert MoneyField().to_internal_value({"amount": amount, "currency": "EUR"}) == Money.of("12.00", "EUR")


def test_money_goes_out_as_it_came_in():
    price = {"amount": "12.50", "currency": "EUR"}
    field = MoneyField()
    assert field.to_representation(field.to_internal_value(price)) == price


@pytest.mark.parametrize(
    "text", ["{", '{"note": NaN}', '{"note": "\\ud800"}', "[" * 100_000, '{"note": 1e999}', "\udcff"]
)
def test_a_body_that_is_not_json_is_refused_whatever_it_is(api, text):
    answer = api._client.post("/bells/", text.encode(errors="surrogateescape"), content_type="application/json",
                              headers={"Accept": "application/json"})  # fmt: skip
    problem(answer, 400, "invalid")


@pytest.mark.parametrize("levels", [65, 900, 950, 975])
def test_a_body_that_is_nested_too_deeply_is_refused_before_anybody_walks_it(api, levels):
    body = f'{{"note": "c", "x": {"[" * (levels - 1)}{"]" * (levels - 1)}}}'
    answer = api._client.post("/bells/", body, content_type="application/json",
                              headers={"Accept": "application/json", "Idempotency-Key": "k-1"})  # fmt: skip
    assert "nested too deeply" in problem(answer, 400, "invalid")["detail"]


def test_a_body_may_be_nested_as_deeply_as_is_promised(api):
    body = f'{{"note": "c", "clappers": {"[" * 63}{"]" * 63}}}'
    answer = api._client.post("/bells/", body, content_type="application/json",
                              headers={"Accept": "application/json", "Idempotency-Key": "k-1"})  # fmt: skip
    assert "Expected a dictionary" in problem(answer, 400, "invalid")["errors"]["clappers.0"][0]


def test_a_body_that_is_too_large_is_refused(api, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert "100 bytes" in problem(api.post("/bells/", {"note": "c" * 100}), 413, "too_large")["detail"]


def test_a_body_in_chunks_is_refused_and_not_taken_for_an_empty_one(api):
    answer = api._client.post("/bells/", {"note": "c"}, content_type="application/json",
                              headers={"Accept": "application/json", "Transfer-Encoding": "chunked"})  # fmt: skip
    assert "Content-Length" in problem(answer, 411, "length_required")["detail"]


def test_an_empty_body_is_missing_its_fields(api):
    answer = api._client.post("/bells/", "", content_type="application/json", headers={"Accept": "application/json"})
    assert "note" in problem(answer, 400, "invalid")["errors"]


def test_good_input_becomes_what_the_business_speaks_of(api):
    body = {
        "note": "c",
        "price": {"amount": 12, "currency": "eur"},
        "address": ADDRESS,
        "clappers": [{"weight": 1, "sku": " a "}],
    }
    assert api.post("/bells/", body).status_code == 201


@pytest.mark.urls("config.urls")
def test_a_problem_on_a_browsable_page_is_a_page(client):
    client.raise_request_exception = False
    answer = client.get(f"/api/v1/products/{new_id()}/", headers={"Accept": "text/html"})
    answer_of_programs = client.get(f"/api/v1/products/{new_id()}/", headers={"Accept": "application/problem+json"})
    assert (answer.status_code, answer["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert answer_of_programs["Content-Type"] == "application/problem+json"


def test_json_is_indented_on_request(api):
    path = f"/bells/{made(api)['id']}/"
    assert b"\n" not in api.get(path).content
    assert b'{\n    "id"' in api.get(path, Accept="application/json; indent=4").content


def test_nothing_to_say_is_204(api):
    answer = api.delete(f"/bells/{new_id()}/")
    assert (answer.status_code, answer.content) == (204, b"")


def test_an_answer_may_be_made_after_the_effect(api):
    answer = api.post("/failures/none/")
    assert (answer.status_code, answer.json()) == (418, {"kind": "none"})


def test_a_list_leads_to_its_neighbours(api):
    SagaRun.objects.bulk_create(
        SagaRun(name="a" if hour < 3 else "b", version=1, subject_id=new_id(), due_at=NOON, correlation_id="x",
                started_at=NOON + timedelta(hours=hour))
        for hour in range(5)
    )  # fmt: skip
    first = api.get("/bells/?name=a&page_size=2").json()
    assert (first["previous"], len(first["results"])) == (None, 2)
    assert first["next"].startswith("http://testserver/bells/?")
    second = api.get(first["next"].removeprefix("http://testserver")).json()
    assert (second["next"], [row["name"] for row in second["results"]]) == (None, ["a"])
    assert api.get(second["previous"].removeprefix("http://testserver")).json()["results"] == first["results"]
    stolen = first["next"].removeprefix("http://testserver").replace("name=a", "name=b")
    assert "cursor" in problem(api.get(stolen), 400, "invalid")["errors"]
    assert len(api.get("/bells/?name=").json()["results"]) == 5


@pytest.mark.parametrize(
    ("query", "field"),
    [("page_size=0", "page_size"), ("page_size=101", "page_size"), ("page_size=x", "page_size"),
     ("ordering=colour", "ordering"), ("cursor=x", "cursor"), ("cursor=%00", "cursor")],
)  # fmt: skip
def test_a_page_that_cannot_be_given_names_what_was_wrong(api, query, field):
    assert field in problem(api.get(f"/bells/?{query}"), 400, "invalid")["errors"]


def test_who_may_do_what(api, customer_api, staff_api):
    guest, ada, clerk, keeper = api, customer_api(), staff_api(), staff_api("stock")
    doors = {"get": "is signed in", "post": "is staff", "put": "has the role", "patch": "is a customer"}
    answers = {
        name: [getattr(who, method)("/doors/").status_code for method in doors]
        for name, who in {"guest": guest, "ada": ada, "clerk": clerk, "keeper": keeper}.items()
    }
    assert answers == {
        "guest": [401, 401, 401, 401],
        "ada": [200, 403, 403, 204],
        "clerk": [200, 204, 403, 403],
        "keeper": [200, 204, 204, 403],
    }


def test_a_refused_guest_is_told_how_to_sign_in_and_others_who_may(api, customer_api):
    answer = api.get("/doors/")
    assert "Bearer" in answer["WWW-Authenticate"]
    assert "API token" in problem(answer, 401, "not_authenticated")["detail"]
    assert "staff with the role 'stock'" in problem(customer_api().put("/doors/"), 403, "permission_denied")["detail"]


def test_a_method_that_nobody_has_declared_is_closed(api):
    problem(api.put(f"/bells/{new_id()}/"), 403, "permission_denied")


def test_a_correlation_id_comes_in_goes_through_and_goes_out(api, customer_api):
    ada = customer_api()
    answer = ada.get("/doors/", X_Request_ID="order-form.7")
    assert answer["X-Request-ID"] == answer.json()["correlation_id"] == "order-form.7"
    assert answer.json()["actor"]
    for unusable in ("", "x" * 65, "a b", "ä"):
        made_here = ada.get("/doors/", X_Request_ID=unusable)
        assert re.fullmatch(r"[0-9a-f]{32}", made_here["X-Request-ID"])
        assert made_here["X-Request-ID"] == made_here.json()["correlation_id"]


def test_the_instance_says_its_name_when_it_has_one(api, settings):
    assert "X-GoTuto-Instance" not in api.get("/failures/none/")
    settings.GOTUTO_INSTANCE = "a1"
    assert api.get("/failures/none/")["X-GoTuto-Instance"] == "a1"


def test_what_failed_and_what_was_slow_is_logged(api, monkeypatch, caplog):
    api.get("/failures/database/")
    assert "request_failed" in caplog.text
    monkeypatch.setattr("gotuto.http.middleware._SLOW_SECONDS", -1)
    api.get("/failures/none/", Prefer="wait=5")
    assert "request_slow" not in caplog.text
    api.get("/failures/none/")
    assert "request_slow" in caplog.text
