"""Fields of text, over REST and in forms: the same rules, each refusal beside its field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from rest_framework import serializers

from gotuto import form_fields
from gotuto.http import texts
from gotuto.http.fields import MoneyField

CAFE, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"


@pytest.mark.parametrize(
    ("field", "given", "taken"),
    [
        (texts.LineField(), f" {DECOMPOSED} ", CAFE),
        (texts.LineField(max_length=4), DECOMPOSED, CAFE),
        (texts.ProseField(), "a\r\nb", "a\nb"),
        (texts.PasswordField(), " a b ", " a b "),
        (texts.EmailField(), "ADA@B\u00dcCHER.example", "ada@xn--bcher-kva.example"),
        (texts.CodeField(), "de", "DE"),
        (texts.SkuField(), " tea-1 ", "TEA-1"),
        (texts.WholeNumberField(), "12", 12),
        (texts.WholeNumberField(), 12, 12),
        (texts.IdField(), "01934d1c-0000-7000-8000-000000000001", None),
        (form_fields.LineField(), f" {DECOMPOSED} ", CAFE),
        (form_fields.LineField(required=False), "", ""),
        (form_fields.ProseField(), "a\r\nb", "a\nb"),
        (form_fields.PasswordField(), " a b ", " a b "),
        (form_fields.EmailField(), "ADA@B\u00dcCHER.example", "ada@xn--bcher-kva.example"),
        (form_fields.WholeNumberField(), "12", 12),
        (form_fields.NumberField(required=False), "", None),
    ],
)
def test_a_text_becomes_what_is_stored(field: Any, given: Any, taken: Any) -> None:
    found = _take(field, given)
    assert taken is None or found == taken


@pytest.mark.parametrize(
    ("field", "given", "told"),
    [
        (texts.LineField(), "a\nb", "one line"),
        (texts.LineField(max_length=4), "x" * 5, "no more than 4"),
        (texts.LineField(max_length=4), "x" * 1_000_000, "no more than 4"),
        (texts.ProseField(), "a\x1bb", "U+001B"),
        (texts.PasswordField(), "a\ud800b", "anew"),
        (texts.EmailField(), "jame\u017f@example.com", "look like others"),
        (texts.EmailField(), "a@[127.0.0.1]", "bracketed IP address"),
        (texts.CodeField(), "\u017fe", "A to Z"),
        (texts.SkuField(), "\u017fku", "A to Z"),
        (texts.WholeNumberField(), "\uff11\uff12", "0 to 9"),
        (texts.WholeNumberField(), "1_000", "0 to 9"),
        (texts.NumberField(max_digits=19, decimal_places=4), "\u0661", "0 to 9"),
        (texts.DayField(), "\uff12026-11-25", "0 to 9"),
        (texts.MomentField(), "\uff12026-11-25T08:30:00Z", "0 to 9"),
        (texts.IdField(), "01934d1c_0000_7000_8000_000000000001", "0 to 9"),
        (MoneyField(), {"amount": "\uff11", "currency": "EUR"}, "quotation marks"),
        (MoneyField(), {"amount": "1", "currency": "U\u017fD"}, "an amount and a currency"),
        (form_fields.LineField(), "a\nb", "one line"),
        (form_fields.LineField(max_length=4), "x" * 1_000_000, "At most 4"),
        (form_fields.ProseField(), "a\x1bb", "U+001B"),
        (form_fields.PasswordField(), "a\x00b", "anew"),
        (form_fields.EmailField(), "jame\u017f@example.com", "look like others"),
        (form_fields.WholeNumberField(), "\uff11\uff12", "0 to 9"),
        (form_fields.NumberField(), "1_000", "0 to 9"),
    ],
)
def test_what_cannot_be_taken_is_told_in_words(field: Any, given: Any, told: str) -> None:
    with pytest.raises((ValidationError, serializers.ValidationError)) as refused:
        _take(field, given)
    assert told in str(refused.value)


def _take(field: Any, given: Any) -> Any:
    return field.run_validation(given) if isinstance(field, serializers.Field) else field.clean(given)
