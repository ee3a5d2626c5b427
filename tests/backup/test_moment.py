"""Point-in-time recovery: the commands of docs/disaster-recovery.md, on real servers, before and after a mistake."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from config import invariants
from gotuto.db import execute, fetch_all
from gotuto.runtime.postgres import Postgres
from tests.architecture.tree import ROOT
from tests.backup.conftest import NOW
from tests.runtime import starting
from tests.shop import Shop

pytestmark = pytest.mark.usefixtures("unblocked")

_BLOCK = re.compile(r"^```sh play=(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = dict(_BLOCK.findall((ROOT / "docs" / "disaster-recovery.md").read_text()))


class Terminal:
    """Where somebody follows the page, with an instance and an archive of their own."""

    def __init__(self, folder: Path) -> None:
        self.data, self.archive = folder / "data", folder / "archive"
        self._named = self._with_own_names(PAGE["names"])

    def does(self, *names: str, **words: str) -> None:
        """Run blocks of the page in one shell; `words` replace what a reader would put in."""
        done = self._run(*names, **words)
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"

    def fails(self, *names: str, **words: str) -> str:
        """The same of which the last does not work; what it says."""
        done = self._run(*names, **words)
        assert done.returncode != 0
        return done.stderr

    def _run(self, *names: str, **words: str) -> subprocess.CompletedProcess[str]:
        text = "\n".join([self._named, *(PAGE[name] for name in names)])
        for said, meant in words.items():
            text = re.sub(rf"^{said}='.*'$", f"{said}='{meant}'", text, flags=re.MULTILINE)
        environ = starting.clean_environment()
        environ["PATH"] = f"{Path(sys.executable).parent}:{environ['PATH']}"
        return subprocess.run(
            ["bash", "-eu"], input=text, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )

    def _with_own_names(self, text: str) -> str:
        for said, meant in (
            ("$PWD/.gotuto", str(self.data)),
            ("/var/backups/gotuto/archive", str(self.archive)),
            (".venv/bin/python", sys.executable),
        ):
            assert said in text
            text = text.replace(said, meant)
        return text


@pytest.fixture
def terminal(backup: Path) -> Iterator[Terminal]:
    # A short name: the page is for sockets that lie in the instance's folder.
    with tempfile.TemporaryDirectory(prefix="gotuto-") as name:
        here = Terminal(Path(name))
        done = starting.manage(here.data, "restore", str(backup))
        assert done.returncode == 0, done.stderr
        yield here


@contextmanager
def running(data: Path) -> Iterator[Shop]:
    """The shop on the embedded server of a data directory."""
    server, before = Postgres(data), dict(connection.settings_dict)
    server.start()
    connection.close()
    connection.settings_dict.update(
        NAME="gotuto", HOST=str(server.paths.sockets()), PASSWORD=server.password_file.read_text().strip()
    )
    try:
        yield Shop(NOW)
    finally:
        connection.close()
        connection.settings_dict.update(before)
        server.stop()


def prices() -> set[str]:
    return {str(price) for (price,) in fetch_all("SELECT round(price_amount, 2) FROM catalog_product")}


def test_the_shop_is_brought_back_to_the_moment_before_a_mistake(terminal):
    terminal.does("archive")
    with running(terminal.data) as shop:
        terminal.does("base")
        bought = shop.order({"TEA": 1})
        pending = shop.place({"TEA": 2})
        ((moment,),) = fetch_all("SELECT clock_timestamp()::text")
        execute("UPDATE catalog_product SET price_amount = 0.01")
        lost = shop.place({"TEA": 5})

    said = terminal.fails("when", "recover", WHEN="2099-01-01 00:00:00+00")
    assert "recovery ended before configured recovery target was reached" in said
    shutil.rmtree(terminal.archive / "recovered")
    terminal.does("when", "recover", "back", WHEN=moment)

    with running(terminal.data) as shop:
        assert prices() == {"11.90"}
        assert shop.look(bought).status == "confirmed"
        assert fetch_all("SELECT count(*) FROM order_order WHERE id = %s", [lost.id]) == [(0,)]
        shop.settle()
        assert shop.look(pending).status == "confirmed"
        assert shop.order({"TEA": 1}).status == "confirmed"
        assert invariants.find_violations() == []


def test_every_block_is_played():
    assert set(PAGE) == {"names", "archive", "base", "when", "recover", "back"}
