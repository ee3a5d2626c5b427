"""The public interface of this tree, as plain data: what clients, operators and stored rows rely on."""

import argparse
import ast
import importlib
import os
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from django.core.management import get_commands, load_command_class

from gotuto import testing
from gotuto.errors import BusinessError
from gotuto.http import problems
from gotuto.outbox.handlers import handlers
from tests.architecture import samples, tree
from tests.promise import tables

OURS = ("gotuto", "contexts", "config")

_OWN_VARIABLE = re.compile(r"GOTUTO_[A-Z0-9_]+")
_CUSTOMARY_VARIABLES = {
    *("HOST", "PORT", "DEBUG", "LOG_LEVEL", "SECRET_KEY", "SECRET_KEY_FALLBACKS", "ALLOWED_HOSTS"),
    *("CSRF_TRUSTED_ORIGINS", "DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"),
    *("STATIC_ROOT", "SAGA_COMMIT_EVERY_STEP"),
}


def openapi() -> dict[str, Any]:
    """The OpenAPI document without its words and examples."""
    from drf_spectacular.generators import SchemaGenerator

    document = _wordless(SchemaGenerator().get_schema(request=None, public=True))
    return {"paths": document["paths"], "components": document["components"]}


def codes() -> dict[str, Any]:
    """Code → status and title, of refusals and of what the HTTP layer answers by itself."""
    _import_everything()
    own = {code: [status, problems.TITLES[status]] for status, code in problems.CODES.items()}
    return own | {refusal.code: [refusal.status, refusal.title] for refusal in _refusals(BusinessError)}


def _import_everything() -> None:
    # An entry point such as config.wsgi says which program it is; whoever reads it here is not that program.
    with mock.patch.dict(os.environ):
        for package in OURS:
            for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
                if module.name.rpartition(".")[2] != "__main__":
                    importlib.import_module(module.name)


def commands() -> dict[str, Any]:
    """The arguments of every `manage.py` command of ours, those of a verb under the verb."""
    return {
        name: _arguments(load_command_class(app, name).create_parser("manage.py", name))
        for name, app in get_commands().items()
        if isinstance(app, str) and app.startswith(OURS)
    }


def settings() -> list[str]:
    """The environment variables that the sources name."""
    found = set()
    for path in tree.sources(*OURS):
        for node in ast.walk(tree.parsed(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = _OWN_VARIABLE.fullmatch(node.value) or node.value in _CUSTOMARY_VARIABLES
                found |= {node.value} if named else set()
    return sorted(found)


def events() -> dict[str, Any]:
    """A sample of every event and schema that this tree reads."""
    return samples.golden()


def names() -> dict[str, Any]:
    """What stored rows and queued messages call by name: event handlers, steps of sagas, tasks."""
    from config.celery import app

    # A worker imports the tasks when it starts.
    app.loader.import_default_modules()
    sagas = {f"{saga.name} {saga.version}": [step.name for step in saga.steps] for saga in testing.all_sagas()}
    ours = ("gotuto.", "config.", *(f"{context}." for context in tree.CONTEXTS))
    return {
        "handlers": [name for name in handlers.names() if name.startswith(ours)],
        "sagas": {name: steps for name, steps in sagas.items() if name.startswith(ours)},
        "tasks": sorted(name for name in app.tasks if name.startswith(ours)),
    }


ALL: dict[str, Callable[[], Any]] = {
    "openapi": openapi,
    "codes": codes,
    "commands": commands,
    "settings": settings,
    "events": events,
    "names": names,
    "migrations": tables.migrations,
    "tables": tables.tables,
}


def _wordless(part: Any) -> Any:
    if isinstance(part, list):
        return [_wordless(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    words = {name for name in ("title", "description", "summary") if isinstance(part.get(name), str)}
    return {name: _wordless(inner) for name, inner in part.items() if name not in {*words, "example", "examples"}}


def _refusals(refusal: type[BusinessError]) -> Iterator[type[BusinessError]]:
    if refusal.__module__.startswith(OURS):
        yield refusal
    for special in refusal.__subclasses__():
        yield from _refusals(special)


def _arguments(parser: argparse.ArgumentParser) -> dict[str, Any]:
    plain = {action.dest for action in _PLAIN._actions}
    found: dict[str, Any] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            found["verbs"] = {verb: _arguments(inner) for verb, inner in action.choices.items()}
        elif action.dest not in plain:
            name = "/".join(action.option_strings) or action.dest
            choices = sorted(map(str, action.choices)) if action.choices else None
            found.setdefault("arguments", {})[name] = {"required": action.required, "choices": choices}
    return found


def _plain_parser() -> argparse.ArgumentParser:
    from django.core.management.base import BaseCommand

    return BaseCommand().create_parser("manage.py", "plain")


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
_PLAIN = _plain_parser()
