"""The shortcut to JSON answers as DRF's negotiation would."""

import pytest
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from gotuto.http.negotiation import JsonFirst

ACCEPTED = [
    None, "*/*", "application/json", "application/*", "text/html", "application/json; indent=4",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
]  # fmt: skip


@pytest.mark.parametrize("accepted", ACCEPTED)
@pytest.mark.parametrize("query", [{}, {"format": "json"}, {"format": "api"}])
def test_the_same_renderer_and_media_type_are_chosen(accepted, query):
    headers = {} if accepted is None else {"HTTP_ACCEPT": accepted}
    request = Request(APIRequestFactory().get("/", query, **headers))
    renderers = APIView().get_renderers()
    assert _chosen(JsonFirst(), request, renderers) == _chosen(DefaultContentNegotiation(), request, renderers)


def test_who_takes_problem_documents_gets_the_rest_as_json():
    request = Request(APIRequestFactory().get("/", HTTP_ACCEPT="application/problem+json"))
    assert _chosen(JsonFirst(), request, APIView().get_renderers())[1] == "application/json"


def test_a_format_that_there_is_none_of_is_refused_with_those_that_there_are():
    request = Request(APIRequestFactory().get("/?format=problem"))
    with pytest.raises(ValidationError, match=r"'problem' is not one of: json, api\."):
        JsonFirst().select_renderer(request, APIView().get_renderers())


def _chosen(negotiation, request, renderers):
    try:
        return negotiation.select_renderer(request, renderers)
    except Exception as refusal:
        return type(refusal)
