"""Whether a flag is on, as the process knows it."""

from waffle import get_waffle_switch_model

from gotuto.flags.declared import flag


def is_on(name: str) -> bool:
    """Whether it is on; one that nobody has switched yet is as it was declared. Raises FlagNotFound."""
    declared = flag(name)
    switch = get_waffle_switch_model().get(name)
    return declared.is_on if switch.pk is None else switch.active
