"""Unknown fields and query parameters are refused, with the known ones beside them."""

import pytest

from gotuto.ids import new_id
from tests.kernel.answers import problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]

ADDRESS = {"name": "Ada", "line1": "Square 1", "postal_code": "10115", "city": "Berlin", "country": "DE"}
PRICE = {"amount": "1.00", "currency": "EUR"}


def errors(answer):
    return problem(answer, 400, "invalid")["errors"]


def test_a_field_with_a_typing_error_is_named_with_the_one_that_was_meant(api):
    found = errors(api.post("/bells/", {"note": "c", "prise": PRICE}))
    assert found == {
        "prise": ["Unknown field 'prise'; did you mean 'price'? Known: note, price, address, clappers."],
    }


def test_a_field_like_no_other_is_named_without_a_guess(api):
    found = errors(api.post("/bells/", {"note": "c", "zzz": 1}))
    assert found["zzz"] == ["Unknown field 'zzz'. Known: note, price, address, clappers."]


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"address": {**ADDRESS, "planet": "Earth"}}, "address.planet"),
        ({"price": {**PRICE, "tax": "0.19"}}, "price.tax"),
        ({"clappers": [{"weight": 1, "sku": "A"}, {"weight": 1, "sku": "B", "colour": "red"}]}, "clappers.1.colour"),
    ],
)
def test_unknown_fields_are_found_at_any_depth(api, body, path):
    assert "Unknown field" in errors(api.post("/bells/", {"note": "c", **body}))[path][0]


def test_all_that_is_wrong_with_a_body_is_said_at_once(api):
    found = errors(api.post("/bells/", {"zzz": 1, "address": {"planet": "Earth"}}))
    assert {"note", "zzz", "address.planet", "address.line1"} <= set(found)


def test_a_patch_may_leave_out_an_address_but_not_half_of_it(api):
    path = f"/bells/{api.post('/bells/', {'note': 'c'}).json()['id']}/"
    assert "address.line1" in errors(api.patch(path, {"note": "d", "address": {"name": "Ada"}}))
    assert "clappers.0.sku" in errors(api.patch(path, {"note": "d", "clappers": [{"weight": 1}]}))
    assert api.patch(path, {"note": "d", "address": ADDRESS}).status_code == 200


@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_a_query_parameter_that_nobody_reads_is_refused_whatever_the_method(api, method):
    path = "/bells/?colour=red" if method in ("get", "post") else f"/bells/{new_id()}/?colour=red"
    body = {} if method in ("get", "delete") else {"body": {"note": "c"}}
    assert "Unknown query parameter 'colour'" in errors(getattr(api, method)(path, **body))["colour"][0]


def test_the_known_parameters_are_named(api):
    (message,) = errors(api.get("/bells/?step_mim=1"))["step_mim"]
    assert message.startswith("Unknown query parameter 'step_mim'; did you mean 'step_min'? Known: name, mood,")
    assert message.endswith("ordering, page_size, cursor, format.")
    assert "Known: format." in errors(api.get(f"/bells/{new_id()}/?x=1"))["x"][0]


def test_the_format_of_the_answer_may_be_said_everywhere(api):
    assert api.get("/bells/?format=json").status_code == 200
    assert api.post("/bells/?format=json", {"note": "c"}).status_code == 201


def test_what_takes_no_body_says_so(api, staff_api):
    clerk = staff_api()
    assert "Known: none." in errors(clerk.post("/doors/", {"bell": 1}))["bell"][0]
    assert errors(clerk.post("/doors/", [1])) == {"body": ["This takes no body."]}
    for nothing in ({}, []):
        assert clerk.post("/doors/", nothing).status_code == 204
    empty = clerk._client.post("/doors/", "", content_type="application/json", headers=clerk.headers)
    assert empty.status_code == 204


def test_an_answer_about_a_mass_of_unknown_names_stays_short(api):
    answer = api.post("/bells/", {f"{'x' * 10_000}{number}": 1 for number in range(50)} | {"note": "c"})
    assert len(errors(answer)) <= 20
    assert len(answer.content) < 10_000
