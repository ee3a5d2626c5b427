"""The one refusal of the runtime."""


class CannotStart(Exception):
    """Something outside GoTuto must change first; the message says what to do."""
