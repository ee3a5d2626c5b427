"""Switching flags; a name that nobody declares cannot be switched, whoever tries."""

from typing import Any

from django.utils import timezone
from waffle.models import Switch

from gotuto import audit_log
from gotuto.db import unit_of_work
from gotuto.flags.declared import flag, flags
from gotuto.flags.errors import FlagNotFound


@unit_of_work
def switch(*, name: str, on: bool) -> bool:
    """Switch a flag for everybody; whether it was otherwise before. Raises FlagNotFound."""
    flag(name)
    if not Switch.objects.filter(name=name).exists():
        make_rows()
    row = Switch.objects.select_for_update().get(name=name)
    if row.active is on:
        return False
    row.active = on
    row.save(force_update=True)
    audit_log.record("flag_switched", flag=name, on=on)
    return True


def make_rows() -> None:
    """A row for each flag that is declared, so that the back office shows all of them."""
    now = timezone.now()
    rows = [Switch(name=each.name, active=each.is_on, created=now, modified=now) for each in flags().values()]
    Switch.objects.bulk_create(rows, ignore_conflicts=True)


def only_declared(instance: Any, **_: Any) -> None:
    """What listens before waffle saves anything: its own commands switch what we declare, and nothing else.

    Raises FlagNotFound.
    """
    if not isinstance(instance, Switch) or instance.name not in flags():
        raise FlagNotFound(name=instance.name)
