"""Fields of text and of what is written as text; each takes its one normal form and refuses what hides in others."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from gotuto.ids import Sku
from gotuto.text import UnfitText, line, prose
from gotuto.text.email_address import address
from gotuto.text.numerals import plain
from gotuto.text.passwords import password


class LineField(serializers.CharField):
    """One line of text."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if self.max_length is not None and len(text) > 4 * self.max_length:
            # Before anything is composed, which takes long for piles of marks; a character has at most four parts.
            self.fail("max_length", max_length=self.max_length)
        return self.read(text)

    def read(self, text: str) -> str:
        return _taken(lambda: line(text))


class ProseField(LineField):
    """Text of several lines."""

    def read(self, text: str) -> str:
        return _taken(lambda: prose(text))


class PasswordField(LineField):
    """A password: blanks are a part of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "style": {"input_type": "password"}, **kwargs})

    def read(self, text: str) -> str:
        # As it was typed, because that is how it may have been hashed before; accounts put it into its normal form.
        _taken(lambda: password(text))
        return text


class EmailField(serializers.EmailField):
    """An e-mail address; becomes its one spelling."""

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        return _taken(lambda: address(text))


class CodeField(LineField):
    """A code of ASCII characters, in any case; becomes upper case. A number is none: 007 would have lost its zeros."""

    default_error_messages: ClassVar[dict[str, Any]] = {"number": _("This is text: put it in quotation marks.")}

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, int | float):
            self.fail("number")
        return super().to_internal_value(data)

    def read(self, text: str) -> str:
        code = super().read(text)
        if not code.isascii():
            raise serializers.ValidationError("This takes letters from A to Z only, and no others that look like them.")
        return code.upper()


class SkuField(CodeField):
    """A stock keeping unit; upper and lower case are the same, blanks around it do not count."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 64, **kwargs})

    def to_internal_value(self, data: Any) -> Sku:
        return Sku(super().to_internal_value(data))


class _Plain(serializers.Field[Any, Any, Any, Any]):
    """What is written with ASCII characters only."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, str):
            _taken(lambda: plain(data))
        return super().to_internal_value(data)


class WholeNumberField(_Plain, serializers.IntegerField):
    """A whole number."""


class NumberField(_Plain, serializers.DecimalField):
    """A decimal number."""


class DayField(_Plain, serializers.DateField):
    """A date."""


class IdField(_Plain, serializers.UUIDField):
    """A UUID."""


class MomentField(_Plain, serializers.DateTimeField):
    """A date and a time."""


def _taken(read: Callable[[], str]) -> str:
    try:
        return read()
    except UnfitText as fault:
        raise serializers.ValidationError(str(fault)) from None
