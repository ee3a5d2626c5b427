"""Forms of the back office that ask and change nothing, as those above a report."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from gotuto.backoffice import words
from gotuto.errors import BusinessError


class QuestionForm(forms.Form):
    """A form whose question is asked as the last part of its validation, so that a refusal stands beside the input."""

    # Fields that a refusal calls otherwise than this form.
    called_here: ClassVar[Mapping[str, str]] = {}
    answer: Any = None

    def ask(self, data: dict[str, Any]) -> Any:
        """The answer to what was entered. Raises BusinessError."""
        raise TypeError(f"{type(self).__name__} has no question.")

    def _post_clean(self) -> None:
        if self.errors:
            return
        try:
            self.answer = self.ask(self.cleaned_data)
        except BusinessError as refusal:
            name = self.called_here.get(str(refusal.field), refusal.field)
            self.add_error(name if name in self.fields else None, words(refusal))
