"""The input of a day."""

from django import forms
from unfold.widgets import UnfoldAdminDateWidget


class DayInput(UnfoldAdminDateWidget):
    """A day as browsers ask for one; Django's calendar, whose scripts run on its own pages only, is left out."""

    input_type = "date"
    media = forms.Media()
