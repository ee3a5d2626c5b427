"""GTIN: the last digit proves the others (GS1 General Specifications, 7.9)."""

import pytest

from contexts.catalog.offers.domain.gtin import checked_gtin
from contexts.catalog.offers.errors import InvalidGtin


@pytest.mark.parametrize(
    "digits", ["96385074", "614141000036", "4006381333931", "5901234123457", "10614141000415", "00012345600012"]
)
def test_a_number_that_proves_itself_is_taken(digits):
    assert checked_gtin(digits) == digits


@pytest.mark.parametrize(
    "text", ["4006381333932", "4006381333913", "400638133393", "123", "4006381333931x", "٤٠٠٦٣٨١٣٣٣٩٣١", "0" * 15]
)
def test_a_number_with_a_wrong_digit_or_length_is_refused(text):
    with pytest.raises(InvalidGtin, match=f"^'{text}' is not a GTIN"):
        checked_gtin(text)


def test_of_a_long_text_the_beginning_is_told():
    with pytest.raises(InvalidGtin, match=f"^'{'7' * 40}' is not a GTIN"):
        checked_gtin("7" * 50)


def test_blanks_and_dashes_are_left_out_and_nothing_stays_nothing():
    assert (checked_gtin(" 4006381-333931 "), checked_gtin("  ")) == ("4006381333931", "")
