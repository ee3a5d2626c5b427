"""What `manage.py check`, and every other command, says about the settings in force."""

from typing import Any

from django.core.checks import CheckMessage, Warning, register

from config.environment import configuration


@register()
def settings_are_known(**_: Any) -> list[CheckMessage]:
    """A warning for each former name and for each that nobody knows."""
    return [Warning(warning, id="gotuto.W001") for warning in configuration.warnings]
