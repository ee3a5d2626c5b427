"""The input of a moment."""

from unfold.widgets import UnfoldAdminTextInputWidget


class MomentInput(UnfoldAdminTextInputWidget):
    """A day and a time as browsers ask for them, in the zone of the shop."""

    input_type = "datetime-local"
