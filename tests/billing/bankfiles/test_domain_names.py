"""Names agree as people write them."""

import pytest

from contexts.billing.bankfiles.domain import names

FORMS = {
    "German": "GmbH mbH UG AG KG OHG GbR e.K. e.V. Co KGaA SE",
    "English": "Ltd. LLC Inc. plc Limited",
    "French, Spanish, Italian": "S.A. SAS SARL S.L. SRL S.p.A.",
    "Dutch and northern": "B.V. N.V. Oy AB",
    "people": "Herr Frau Mr. Mrs. Ms. Dr. Prof.",
    "and": "und and et y the",
}


@pytest.mark.parametrize("forms", FORMS.values(), ids=FORMS)
def test_forms_of_companies_and_of_address_tell_nobody_from_others(forms: str) -> None:
    for form in forms.split():
        assert names.words(f"Tea {form} House") == {"tea", "house"}, form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Jäger", "Jaeger"), ("Köhler", "KOEHLER"), ("Müller", "Mueller"), ("Weiß", "Weiss"), ("Sørensen", "Soerensen"),
        ("Kjær", "Kjaer"), ("Åberg", "Aaberg"), ("Wałęsa", "Walesa"), ("Mu\u0308ller", "Mueller"), ("Nuñez", "Nunez"),
    ],
)  # fmt: skip
def test_letters_that_banks_do_not_have_are_spelled(one: str, other: str) -> None:
    assert names.words(one) == names.words(other)


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("Müller GmbH & Co. KG", "MUELLER GMBH", 2), ("Lovelace, Ada", "Ada Lovelace", 2), ("Dr. Ada M. Lovelace", "Ada Lovelace", 2),
        ("José Pérez", "JOSE PEREZ", 2), ("Ada Lovelace", "Ben Lovelace", 1), ("Ada Byron", "Ada King", 0),
        ("", "Ada", 0), ("GmbH", "GmbH", 0), ("Tea", "Tea", 2),
    ],
)  # fmt: skip
def test_names_agree_as_people_write_them(one: str, other: str, agreement: int) -> None:
    assert names.agreement(one, other) == agreement


def test_two_words_of_a_longer_name_are_enough_and_one_is_not() -> None:
    assert names.agreement("Ada Augusta King Lovelace", "Ada Lovelace") == 2
    assert names.agreement("Ada Lovelace", "Ada Augusta King Lovelace") == 2
    assert names.agreement("Lovelace", "Ada Lovelace") == 1
    # Two that are shared, and one on either side that is not.
    assert names.agreement("Ada King Lovelace", "Ada Byron Lovelace") == 1


def test_a_word_counts_from_four_letters_on() -> None:
    assert names.agreement("Ada King", "Eve King") == 1
    assert names.agreement("Ada Kin", "Eve Kin") == 0
