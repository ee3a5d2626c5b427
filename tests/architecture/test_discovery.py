"""Receivers, sagas, destinations and admin pages are known to every process from its start; nobody has to remember to import them."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from gotuto import wakeups
from gotuto.modules import ModuleConfig
from gotuto.outbound.models import wearers
from tests.architecture import tree

_START = "import django, json, sys; django.setup(); print(json.dumps(sorted(sys.modules)))"


def makes_itself_known(module: ast.Module) -> Iterator[ast.AST]:
    """Receivers, pages of the back office, and sagas and destinations that are defined at the top level of a module."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from (mark for mark in node.decorator_list if _registers(ast.unparse(mark).split("(")[0]))
    for node in module.body:
        value = getattr(node, "value", None)
        if isinstance(value, ast.Call) and ast.unparse(value.func).partition("[")[0].endswith(("Saga", "Destination")):
            yield value


def _registers(decorator: str) -> bool:
    return decorator.endswith("receiver") or decorator == "admin.register"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """What a process has imported that only started, as a worker or a command does."""
    done = subprocess.run(
        [sys.executable, "-c", _START],
        cwd=tree.ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "PATH": "/usr/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_every_receiver_saga_destination_and_admin_page_is_loaded_at_the_start(loaded: set[str]) -> None:
    forgotten = [
        tree.shown(path, node.lineno)
        for path in tree.sources("contexts")
        for node in makes_itself_known(tree.parsed(path))
        if tree.dotted(path) not in loaded
    ]
    assert forgotten == [], (
        "Receivers stand in receivers.py of a context; its admin.py imports the pages of its topics; its apps.py names the "
        "module of a saga in `sagas`; its gateways.py holds its destinations, or imports those of its topics"
    )


@pytest.mark.parametrize(
    "text",
    [
        "@receiver(paid, name='shipping.on_paid')\ndef on_paid(event, **_):\n    facade.pack()\n",
        "@admin.register(models.Invoice)\nclass InvoicePage(BackOffice):\n    pass\n",
        "@outbox.receiver(paid, name='shipping.on_paid')\ndef on_paid(event, **_):\n    facade.pack()\n",
        "dhl = Destination(name='dhl', model=Label)\n",
        "RETURNS = Saga(name='order.returns', steps=())\n",
        "RETURNS = Saga[Order](name='order.returns', steps=())\n",
        "RETURNS: Saga[Order] = Saga(name='order.returns', steps=())\n",
    ],
)
def test_one_that_nobody_loads_would_be_found(text: str) -> None:
    assert list(makes_itself_known(ast.parse(text)))


def test_the_receivers_of_a_context_that_had_none_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "packing"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "receivers.py").write_text("HEARD = True\n")
    (package / "returns.py").write_text("STARTED = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    import packing

    class Packing(ModuleConfig):
        name = "packing"
        sagas = ("returns",)

    Packing("packing", packing).ready()

    assert {"packing.receivers", "packing.returns"} <= sys.modules.keys()


@pytest.mark.parametrize("context", tree.CONTEXTS)
def test_every_context_declares_what_it_brings_and_starts_nothing_by_hand(context: str) -> None:
    config = type(apps.get_app_config(context))
    assert issubclass(config, ModuleConfig)
    assert "ready" not in vars(config)


def test_every_queue_that_is_notified_has_somebody_who_drains_it() -> None:
    named = {
        node.value.value
        for path in tree.sources("contexts", "gotuto")
        for node in tree.parsed(path).body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["QUEUE"]
        if isinstance(node.value, ast.Constant)
    }
    calls = {queue for model in wearers() for queue in (model.queue(), model.questions())}
    assert named | calls == set(wakeups.queues())
