"""The questions by which a search is judged are fair."""

from collections import Counter

from tests.catalog.search.quality import goods, questions


def test_each_question_wants_goods_that_are_there_or_nothing():
    known = {one.sku for one in goods()}
    assert {asked.wanted for asked in questions() if asked.half != "nothing"} <= known
    assert not any(asked.wanted for asked in questions() if asked.half == "nothing")


def test_both_halves_are_as_large_and_ask_the_same_kinds_of_things():
    halves = Counter(asked.half for asked in questions())
    assert halves == {"tuned": 30, "blind": 30, "nothing": 10}
    kinds = {half: {asked.kind for asked in questions() if asked.half == half} for half in halves}
    assert kinds["tuned"] == kinds["blind"] >= {"typing error", "word form", "accent", "part number"}


def test_nobody_asks_twice_and_no_goods_are_there_twice():
    asked = Counter(question.question.casefold() for question in questions())
    known = Counter(one.sku for one in goods())
    assert max(asked.values()) == max(known.values()) == 1


def test_what_finds_nothing_is_in_no_word_of_the_goods():
    said = " ".join(
        f"{one.name_en} {one.name_de} {one.description_en} {one.description_de}" for one in goods()
    ).casefold()
    nothing = [asked.question.split()[0].casefold() for asked in questions() if asked.half == "nothing"]
    assert not [word for word in nothing if word in said]
