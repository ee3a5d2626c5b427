"""Entity tags and preconditions of single resources (RFC 9110, 13)."""

import re

import pytest

from gotuto.ids import new_id
from tests.kernel.answers import made, problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.kernel.toy_api")]


def test_a_single_resource_has_an_entity_tag_and_is_not_sent_twice(api):
    path = f"/bells/{made(api)['id']}/"
    answer = api.get(path)
    tag = answer["ETag"]
    assert re.fullmatch(r'"1-[0-9a-f]{16}"', tag)
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = api.get(path, If_None_Match=known)
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert api.get(path, If_None_Match='"1-0000"').status_code == 200
    assert api.get(path).content == answer.content


def test_a_change_of_a_stale_version_is_refused(api):
    path = f"/bells/{made(api)['id']}/"
    tag = api.get(path)["ETag"]
    changed = api.patch(path, {"note": "d"}, If_Match=tag)
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    problem(api.patch(path, {"note": "e"}, If_Match=tag), 412, "stale_version")
    for no_wish in ({}, {"If_Match": "*"}):
        assert api.patch(path, {"note": "e"}, **no_wish).status_code == 200
    assert api.patch(path, {"note": "e"}, If_Match=api.get(path)["ETag"]).status_code == 200


@pytest.mark.parametrize("header", ["If_Match", "If_None_Match"])
@pytest.mark.parametrize("tag", ["1", '"', '"1-ab', '"1-ab""2-cd"', '*, "1-ab"', ",", ""])
def test_a_precondition_that_is_no_list_of_tags_is_malformed(api, tag, header):
    answer = api.patch(f"/bells/{made(api)['id']}/", {"note": "d"}, **{header: tag})
    assert header.replace("_", "-") in problem(answer, 400, "invalid")["errors"]


@pytest.mark.parametrize("tag", ['"x"', 'W/"1-ab"', '"99999999999999999999-ab"', '"2-ab", "3-cd"', '"1,1-ab"', '""'])
def test_a_change_that_demands_another_version_is_refused(api, tag):
    path = f"/bells/{made(api)['id']}/"
    problem(api.patch(path, {"note": "d"}, If_Match=tag), 412, "stale_version")
    problem(api.get(path, If_Match=tag), 412, "stale_version")
    assert api.get(path).json()["note"] == "c"


def test_a_list_of_tags_demands_any_of_them(api):
    path = f"/bells/{made(api)['id']}/"
    tag = api.get(path)["ETag"]
    for several in (f'"7-ab", {tag}', f' ,{tag} ,, W/"8-cd"', f'"a,b",{tag}'):
        assert api.get(path, If_Match=several).status_code == 200
    assert api.patch(path, {"note": "d"}, If_Match=f'"7-ab", {tag}').status_code == 200
    problem(api.patch(path, {"note": "e"}, If_Match=f'"7-ab", {tag}'), 412, "stale_version")


def test_a_change_may_exclude_versions(api):
    path = f"/bells/{made(api)['id']}/"
    tag = api.get(path)["ETag"]
    for excluded in ("*", tag, f"W/{tag}"):
        problem(api.patch(path, {"note": "d"}, If_None_Match=excluded), 412, "stale_version")
    problem(api.patch(path, {"note": "d"}, If_Match=tag, If_None_Match=tag), 412, "stale_version")
    assert api.patch(path, {"note": "d"}, If_Match=tag, If_None_Match='"7-ab"').status_code == 200


@pytest.mark.parametrize("headers", [{"If_Match": "*"}, {"If_Match": '"1-ab"'}, {"If_None_Match": "*"}])
def test_nothing_is_compared_with_what_is_not_there(api, headers):
    """RFC 9110, 13.2.1."""
    path = f"/bells/{new_id()}/"
    problem(api.get(path, **headers), 404, "not_found")
    problem(api.patch(path, {"note": "d"}, **headers), 404, "not_found")


def test_a_read_that_sends_no_tag_at_all_gets_the_whole_answer(api):
    assert api.get(f"/bells/{made(api)['id']}/", If_None_Match="unquoted").status_code == 200


def test_only_the_bytes_that_a_tag_was_made_of_carry_it(api):
    path = f"/bells/{made(api)['id']}/"
    tag = api.get(path)["ETag"]
    answer = api.get(path, Accept="application/json; indent=2", If_None_Match=tag)
    assert (answer.status_code, "ETag" in answer.headers) == (200, False)


def test_caches_are_told_that_the_answer_depends_on_who_asks_a_guest_included(api, staff_api):
    for asking in (api, staff_api()):
        assert asking.get("/bells/")["Vary"] == "Accept, Authorization, Cookie"
