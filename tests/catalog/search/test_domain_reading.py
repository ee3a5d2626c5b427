"""How a question is read: words folded to one spelling, parts of numbers, and what each word may mean."""

from uuid import UUID

import pytest

from contexts.catalog.search import domain
from contexts.catalog.search.dto import Alternative, How, Known, Term, Understood
from tests.refusals import refused

NONE: frozenset[int] = frozenset()
SHELF = UUID(int=10)


def known(place: int, word: str, how: How, category: UUID | None = None) -> Known:
    return Known(place=place, word=word, how=how, category=category)


def looked_for(word: str, *more: Known) -> list[tuple[str, str, How]]:
    [term] = domain.understood(word, more, NONE).terms
    return [(one.word, one.text, one.how) for one in term.alternatives]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Crème BRÛLÉE", "creme brulee"),
        ("Straße", "strasse"),
        ("Cæsar, cœur", "caesar, coeur"),
        ("Þór", "thor"),
        ("Øresund", "oresund"),
        ("Łódź", "lodz"),
        ("Đorđe Ísafjörðr", "dorde isafjordr"),
        ("DIŞ kapı", "dis kapi"),
        ("ΣΟΦΌΣ", "σοφοσ"),
        ("ﬁve ²", "five 2"),
        ("पानी", "पानी"),
    ],
)
def test_accents_ligatures_and_case_make_no_difference(text, folded):
    assert domain.folded(text) == folded


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("Earl Grey", [["earl"], ["grey"]]),
        ("TEA-EARL/100 x", [["tea", "earl", "100"], ["x"]]),
        ("-- 'tis ~ (it)", [["tis"], ["it"]]),
        ("a!b\"c#d$e%f&g'h(i)j*k+l,m-n.o/p", [list("abcdefghijklmnop")]),
        ("a:b;c<d=e>f?g@h[i\\j]k^l_m`n{o|p}q~r", [list("abcdefghijklmnopqr")]),
        ("", []),
    ],
)
def test_blanks_part_words_and_punctuation_parts_words(question, pieces):
    assert domain.pieces(question) == pieces


def test_whoever_asks_for_more_than_twelve_words_has_pasted_something():
    assert domain.pieces(" ".join("abcdefghijklmno")) == [[letter] for letter in "abcdefghijkl"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("green tea", ["green", "tea"]),
        ("is a go", ["is", "", "go"]),
        ("gu10 tea-earl 18v lamp", ["", "", "", "lamp"]),
        ("a" * 50, ["a" * 40]),
    ],
)
def test_what_is_one_word_and_no_number_may_be_known(question, words):
    assert domain.asked_words(question) == words


def test_a_number_or_several_parts_are_looked_for_as_one_word_and_its_beginning():
    assert looked_for("tea-100") == [("tea100", "'tea100'", How.EXACT), ("tea100…", "'tea100':*", How.BEGINS)]
    assert looked_for("18") == [("18", "'18'", How.EXACT), ("18…", "'18':*", How.BEGINS)]
    assert looked_for("9") == [("9", "'9'", How.EXACT)]


def test_a_word_is_looked_for_itself_and_in_all_that_it_may_mean():
    found = looked_for(
        "sofa",
        known(0, "sofas", How.FORM),
        known(0, "eck", How.ENDS),
        known(0, "sofabed", How.BEGINS),
        known(0, "couch", How.SYNONYM),
        known(0, "two-seat couch", How.SYNONYM),
        known(0, "Sofas", How.FORM, SHELF),
    )
    assert found == [
        ("sofa", "'sofa'", How.EXACT),
        ("sofas", "'sofas'", How.FORM),
        ("eck", "'eck'", How.ENDS),
        ("sofabed", "'sofabed'", How.BEGINS),
        ("couch", "('couch':*)", How.SYNONYM),
        ("two-seat couch", "('two' <-> 'seat' <-> 'couch':*)", How.SYNONYM),
        ("Sofas", f"'c{SHELF.hex}'", How.CATEGORY),
    ]


def test_what_many_words_begin_with_is_looked_for_by_its_beginning():
    alike = [known(0, f"tea{n}", How.BEGINS) for n in range(12)]
    assert [word for word, *_ in looked_for("tea", *alike)] == ["tea", *(f"tea{n}" for n in range(12))]
    other = known(0, "teas", How.FORM)
    assert [word for word, *_ in looked_for("tea", *alike, other)][-2:] == ["tea11", "teas"]
    assert looked_for("tea", *alike, known(0, "team", How.BEGINS), other) == [
        ("tea", "'tea'", How.EXACT),
        ("tea…", "'tea':*", How.BEGINS),
        ("teas", "'teas'", How.FORM),
    ]


def test_of_words_that_are_close_those_that_are_closest_are_meant():
    close = [known(0, word, How.CORRECTED) for word in ("kettle", "nettle", "kettles", "battle")]
    assert [word for word, *_ in looked_for("ketle", *close)] == ["ketle", "kettle"]


def test_a_form_of_the_word_is_no_error_that_is_nearer():
    nettle, wettle = known(0, "nettle", How.CORRECTED), known(0, "wettle", How.SYNONYM)
    assert [how for *_, how in looked_for("wettle", nettle, wettle)] == [How.EXACT, How.CORRECTED, How.SYNONYM]


def test_a_category_that_is_called_nearly_so_is_meant_where_it_is_closest():
    shelves = [known(0, "kettle", How.CORRECTED, SHELF), known(0, "nettle", How.CORRECTED, UUID(int=11))]
    assert [text for _, text, _ in looked_for("ketle", *shelves)] == ["'ketle'", f"'c{SHELF.hex}'"]


def test_quotes_are_letters_to_the_database():
    assert looked_for("kin", known(0, "o'neil\\x", How.FORM))[1] == ("o'neil\\x", "'o''neil\\\\x'", How.FORM)


def test_a_question_is_looked_for_by_all_of_its_words_that_say_something():
    asked = domain.understood("the green teas", [known(2, "tea", How.FORM), known(2, "teas", How.ENDS)], frozenset({0}))
    assert asked == Understood(
        question="the green teas",
        terms=(
            Term(text="the", alternatives=(Alternative(word="the", text="'the'", how=How.EXACT),), is_needed=False),
            Term(
                text="green", alternatives=(Alternative(word="green", text="'green'", how=How.EXACT),), is_needed=True
            ),
            Term(
                text="teas",
                alternatives=(
                    Alternative(word="teas", text="'teas'", how=How.EXACT),
                    Alternative(word="tea", text="'tea'", how=How.FORM),
                    Alternative(word="teas", text="'teas'", how=How.ENDS),
                ),
                is_needed=True,
            ),
        ),
        wanted="('green') & ('teas' | 'tea')",
        exact="'the' | 'green' | 'teas'",
    )


def test_what_is_read_as_several_parts_is_told_with_blanks():
    assert domain.understood("TEA-100", [], NONE).terms[0].text == "tea 100"


def test_words_that_say_nothing_are_looked_for_where_there_are_no_others():
    asked = domain.understood("the who", [], frozenset({0, 1}))
    assert (asked.wanted, [term.is_needed for term in asked.terms]) == ("('the') & ('who')", [True, True])


def test_a_question_without_a_word_looks_for_nothing():
    nothing = Understood(question="…?!", terms=(), wanted="", exact="")
    assert domain.understood("…?!", [], NONE) == nothing


@pytest.mark.parametrize(
    ("question", "noted"),
    [("  Grüne-Tasse, groß! ", "grune tasse gross"), ("mug", "mug"), ("a b", "a b"), ("xl", ""), ("?!", "")],
)
def test_a_question_that_found_nothing_is_noted_in_one_spelling(question, noted):
    assert domain.noted(question) == noted


def test_of_a_long_question_the_beginning_is_noted():
    assert domain.noted("a" * 210) == "a" * 200


def test_words_that_mean_the_same_are_kept_once_and_as_they_are_looked_for():
    assert domain.synonyms([" Sofa", "COUCH", "sofa", "two-seat   couch", "!!"]) == ["sofa", "couch", "two-seat couch"]
    assert domain.synonyms(["a" * 50, "b"]) == ["a" * 40, "b"]


@pytest.mark.parametrize("words", [[], ["sofa"], ["sofa", "Sofa "], ["sofa", "?!"]])
def test_one_word_alone_means_nothing_but_itself(words):
    with refused("catalog.too_few_synonyms"):
        domain.synonyms(words)
