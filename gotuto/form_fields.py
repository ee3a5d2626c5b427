"""Form fields of the back office for text and for what is written as text, as `gotuto.http.texts` has them for REST."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from gotuto.address import no_tax_country
from gotuto.errors import BusinessError
from gotuto.money import check_in_use
from gotuto.text import UnfitText, line, prose
from gotuto.text.email_address import address
from gotuto.text.numerals import plain
from gotuto.text.passwords import password


class LineField(forms.CharField):
    """One line of text."""

    def to_python(self, value: Any) -> Any:
        return _taken(lambda text: line(text, most=self.max_length), super().to_python(value))


class ProseField(forms.CharField):
    """Text of several lines."""

    def to_python(self, value: Any) -> Any:
        return _taken(lambda text: prose(text, most=self.max_length), super().to_python(value))


class CurrencyField(LineField):
    """The code of a currency that is in use, in any case (ISO 4217)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 3, **kwargs})

    def to_python(self, value: Any) -> Any:
        code = super().to_python(value).upper()
        try:
            if code:
                check_in_use(code)
        except BusinessError as refusal:
            raise ValidationError(refusal.detail) from None
        return code


class CountryField(LineField):
    """The code of a country, in any case; XI is Northern Ireland, which value added tax tells apart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 2, **kwargs})

    def to_python(self, value: Any) -> Any:
        code = super().to_python(value).upper()
        if code and (fault := no_tax_country(code)):
            raise ValidationError(fault)
        return code


class PasswordField(forms.CharField):
    """A password: blanks are a part of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, **kwargs})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        # As it was typed, because that is how it may have been hashed before; accounts put it into its normal form.
        _taken(password, text)
        return text


class EmailField(forms.EmailField):
    """An e-mail address; becomes its one spelling."""

    def to_python(self, value: Any) -> Any:
        return _taken(address, super().to_python(value))


class WholeNumberField(forms.IntegerField):
    """A whole number in ASCII digits."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(_taken(plain, value))


class NumberField(forms.DecimalField):
    """A decimal number in ASCII digits."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(_taken(plain, value))


# The field of a form for each kind of column.
FORM_FIELDS: dict[Any, dict[str, Any]] = {
    models.CharField: {"form_class": LineField},
    models.DecimalField: {"form_class": NumberField},
    models.EmailField: {"form_class": EmailField},
    models.IntegerField: {"form_class": WholeNumberField},
    models.TextField: {"form_class": ProseField},
}


def _taken(read: Callable[[str], str], value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value
    try:
        return read(value)
    except UnfitText as fault:
        raise ValidationError(str(fault)) from None
