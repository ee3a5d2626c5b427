"""What a process loads at its start: a command of an operator waits for nothing that only servers, workers or tests need."""

import os
import subprocess
import sys

import pytest

from gotuto.sparing import Sparing, absent
from tests.architecture import tree

# What each is for, as a command that shows help has no use for it.
NEEDLESS = {
    "PIL": "logos on documents",
    "celery.worker.consumer": "what the worker consumes with",
    "drf_spectacular.openapi": "the OpenAPI document",
    "facturx": "e-invoices",
    "fontTools": "fonts of documents",
    "fpdf": "documents as PDF",
    "gunicorn": "the web server",
    "lxml": "e-invoices",
    "opentelemetry": "traces, where somebody wants them",
    "prometheus_client": "metrics of a web server",
    "pygments": "colours",
    "pypdf": "e-invoices",
    "redis": "Valkey, once there is something to tell",
    "requests": "calls to the outside",
    "rich": "progress bars and tables on a terminal",
    "saxonche": "the rules that tests check e-invoices with",
    "segno": "QR codes on documents",
    "stdnum": "the form of VAT ids",
    "uharfbuzz": "documents in Arabic, Hebrew and the like",
    "uvicorn": "the web server",
    "yaml": "the OpenAPI document",
}
STARTED = """
import sys
import django
django.setup()
{planted}
print(*sys.modules)
"""


def loaded(planted: str = "") -> set[str]:
    """The modules of a process in which the applications are ready."""
    started = subprocess.run(
        [sys.executable, "-c", STARTED.format(planted=planted)],
        cwd=tree.ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(started.stdout.split())


def needless(modules: set[str]) -> list[str]:
    return sorted(f"{name}: {use}" for name, use in NEEDLESS.items() if name in modules)


def test_a_command_loads_nothing_that_it_has_no_use_for():
    assert needless(loaded()) == []


def test_what_is_loaded_needlessly_is_found():
    assert needless(loaded("import gotuto.wakeups.pubsub")) == ["redis: Valkey, once there is something to tell"]


def test_what_is_spared_is_there_for_whoever_asks_for_it(tmp_path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "plain.py").write_text("try:\n    import colours\nexcept ImportError:\n    colours = None\n")
    (tmp_path / "colours.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", [Sparing({"plain": ("colours",), "gone": ("colours",)}), *sys.meta_path])

    import plain

    assert plain.colours is None
    import colours

    assert colours.__file__ == str(tmp_path / "colours.py")
    with pytest.raises(ModuleNotFoundError):
        import gone  # noqa: F401
    for name in ("plain", "colours"):
        monkeypatch.delitem(sys.modules, name)


def test_what_is_loaded_already_stays():
    with absent(["json", "no_such_library"]):
        assert sys.modules["no_such_library"] is None
        assert sys.modules["json"] is not None
    assert "no_such_library" not in sys.modules
