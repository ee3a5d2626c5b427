"""Those who use a context from outside: programs, staff, operators."""

from django.core.management import get_commands, load_command_class

from config.archdoc import endpoints
from config.archdoc.markdown import code, table
from gotuto.modules import ModuleConfig


def operations(context: ModuleConfig) -> list[str]:
    rows = ((f"`{each.called}`", each.allows, each.says) for each in endpoints.of(context))
    return table(("operation", "for", "does"), rows, none="None.")


def roles(context: ModuleConfig) -> list[str]:
    rows = ((f"`{grant.role}`", code(*grant.sees), grant.does) for grant in context.grants)
    return table(("role", "sees", "does"), rows, none="Only superusers see what it keeps.")


def commands(context: ModuleConfig) -> list[str]:
    names = sorted(name for name, app in get_commands().items() if app == context.name)
    rows = ((f"`manage.py {name}`", load_command_class(context.name, name).help) for name in names)
    return table(("command", "does"), rows, none="None.")
