"""What a question of the back office asks for."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from gotuto.form_fields import LineField

REASON_LENGTH = 500


class Question(forms.Form):
    """The fields of a question; without any it asks for yes or no. `row` is what the page is about, None for a list."""

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)

    def about(self) -> str:
        """A sentence that belongs to this very row."""
        return ""


class WithReason(Question):
    """Why something is done that cannot be taken back; the reason stands in the history."""

    reason = LineField(
        max_length=REASON_LENGTH,
        widget=UnfoldAdminTextInputWidget,
        help_text="Stands in the history, and whoever it concerns may read it.",
    )
