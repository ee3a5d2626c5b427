"""Forms that ask: what a refusal is about stands beside its field."""

import pytest
from django import forms

from gotuto.errors import Malformed
from gotuto.question_forms import QuestionForm


class TooFar(Malformed):
    field = "to"
    text = "{place} is too far."
    place: str


class Nobody(Malformed):
    text = "Nobody answers{why}."
    why: str


class Way(QuestionForm):
    called_here = {"to": "there"}

    there = forms.CharField()

    def ask(self, data):
        if data["there"] == "Mars":
            raise TooFar(place="Mars")
        if data["there"] == "Nowhere":
            raise Nobody(why=" there")
        return f"To {data['there']}"


def test_a_question_that_can_be_answered_has_its_answer():
    way = Way({"there": "Paris"})
    assert (way.is_valid(), way.answer) == (True, "To Paris")


@pytest.mark.parametrize(
    ("place", "errors"),
    [
        ("Mars", {"there": ["Mars is too far."]}),
        ("Nowhere", {"__all__": ["Nobody answers there."]}),
        ("", {"there": ["This field is required."]}),
    ],
)
def test_what_is_refused_stands_beside_its_field_and_is_not_answered(place, errors):
    way = Way({"there": place})
    assert (way.is_valid(), way.errors, way.answer) == (False, errors, None)


def test_a_form_without_a_question_is_a_mistake():
    with pytest.raises(TypeError, match="Mute has no question"):
        type("Mute", (QuestionForm,), {})({}).is_valid()
