"""Refusals about feature flags."""

from gotuto.errors import NotFound


class FlagNotFound(NotFound):
    """No module declares a flag of this name."""

    code = "flags.not_found"
    text = "There is no feature flag {name}. `manage.py flags list` shows those there are."
    name: str
