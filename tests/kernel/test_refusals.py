"""A refusal is declared by its code, its text and its fields."""

import pytest

from gotuto.errors import BusinessError, Conflict
from gotuto.money import Money


class TooFewBells(Conflict):
    """Fewer bells hang than were wanted."""

    code = "toys.too_few_bells"
    text = "Only {available} of {wanted} bells hang in {tower!r}, {place}."
    wanted: int
    available: int
    tower: str | None = None

    @property
    def place(self) -> str:
        return "in the west" if self.tower else "wherever that is"


def test_the_text_names_the_fields_and_puts_them_in_words():
    refusal = TooFewBells(wanted=3, available=1, tower="the tower")
    assert refusal.detail == str(refusal) == "Only 1 of 3 bells hang in 'the tower', in the west."
    assert refusal.wanted == 3
    assert TooFewBells(wanted=2, available=0).detail == "Only 0 of 2 bells hang in None, wherever that is."


def test_fields_are_named_and_complete():
    with pytest.raises(TypeError, match="wanted"):
        TooFewBells(available=1)
    with pytest.raises(TypeError, match="positional"):
        TooFewBells(3, 1)
    with pytest.raises(TypeError, match="colour"):
        TooFewBells(wanted=3, available=1, colour="red")


def test_a_field_says_what_it_holds_in_its_own_form():
    class TooDear(Conflict):
        text = "{price} is too much."
        price: Money

    assert TooDear(price=Money.of("5", "EUR")).detail == "5.00 EUR is too much."


def test_a_text_that_names_what_is_no_field_cannot_be_declared():
    with pytest.raises(TypeError, match=r"names \['colour'\]"):

        class Wrong(Conflict):
            text = "The {colour} bell is cracked."


def test_a_field_that_the_text_leaves_out_cannot_be_declared():
    with pytest.raises(TypeError, match=r"leaves out \['colour'\]"):

        class Wrong(Conflict):
            text = "The bell is cracked."
            colour: str


@pytest.mark.parametrize("name", ["code", "status", "title", "field", "text", "detail"])
def test_a_field_cannot_hide_what_every_refusal_has(name):
    body = {"__annotations__": {name: str}, "text": f"It is {{{name}}}.", "__module__": __name__}
    with pytest.raises(TypeError, match=r"means something else|names \['text'\]"):
        type("Wrong", (Conflict,), body)


def test_every_refusal_of_the_product_is_explained_in_a_sentence_and_declares_its_text():
    ours = [refusal for refusal in _all_of(BusinessError) if refusal.__module__.startswith(("gotuto.", "contexts."))]
    assert [refusal for refusal in ours if not (refusal.__doc__ or "").strip().endswith(".")] == []
    assert [refusal for refusal in ours if not refusal.text and refusal.__module__ != "gotuto.errors"] == []


def test_a_refusal_without_a_text_is_given_one_when_it_is_raised():
    assert BusinessError("The bell is cracked.").detail == "The bell is cracked."


def _all_of(refusal):
    return [refusal, *(inner for special in refusal.__subclasses__() for inner in _all_of(special))]
