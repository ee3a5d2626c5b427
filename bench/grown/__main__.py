"""Ten million rows: `python -m bench.grown`, or `make grown`. What the tables that grow with every order cost then.

One table after the other is filled, asked, and emptied. Each figure is a line of JSON on standard output; `--page` writes
docs/ten-million-rows.md from the lines of such runs.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.grown.page import page
from tests.runtime.processes import PROJECT

SMALL, LARGE = 100_000, 10_000_000
PAGE = PROJECT / "docs" / "ten-million-rows.md"


def say(**facts: Any) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


@contextmanager
def shop() -> Iterator[Any]:
    """A small seeded shop on data stores of its own, Django in this process, and a superuser's browser."""
    from gotuto.runtime.postgres import Postgres
    from gotuto.runtime.valkey import Valkey

    with tempfile.TemporaryDirectory(prefix="gotuto-grown-") as folder:
        postgres, valkey = Postgres(Path(folder) / "postgres", fast=True), Valkey(Path(folder) / "valkey")
        postgres.start()
        valkey.start()
        try:
            os.environ |= {"DATABASE_URL": postgres.url(), "REDIS_URL": valkey.url(), "GOTUTO_DATA_DIR": folder,
                           "DJANGO_SETTINGS_MODULE": "config.settings", "LOG_LEVEL": "ERROR", "ALLOWED_HOSTS": "127.0.0.1"}  # fmt: skip
            yield _prepared()
        finally:
            valkey.stop()
            postgres.stop()


def _prepared() -> Any:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    from gotuto.db import execute

    call_command("migrate", verbosity=0)
    call_command("seed", products=2000, orders=1000, stdout=sys.stderr)
    execute("SET statement_timeout = 0; SET maintenance_work_mem = '512MB'")
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(email="grown@example.com"))
    return client


def run(client: Any, large: int, only: str | None, repeat: int) -> None:
    """Measure each kind of table in both sizes."""
    from bench.grown import rows

    for kind in rows.KINDS:
        if only in (None, kind.name):
            rows.remember(kind)
            for size in (SMALL, large):
                rows.grow(kind, size)
                measure(kind, size, client, repeat)
            rows.empty(kind)


def measure(kind: Any, size: int, client: Any, repeat: int) -> None:
    from bench.grown import measuring, questions

    about = {"table": kind.name, "size": size}
    for table in kind.tables:
        say(**about, figure="first vacuum", of=table, **measuring.vacuumed(table))
        say(**about, figure="size", of=table, **measuring.size(table))
    for name, question in questions.of(kind, questions.Shop(client)).items():
        say(**about, figure=name, **measuring.timed(question, repeat=repeat), **measuring.read(question, kind))
    for table in kind.tables:
        say(**about, figure="vacuum after that", of=table, **measuring.vacuumed(table))
        say(**about, figure="backup", of=table, **measuring.dumped(table))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=LARGE)
    parser.add_argument("--only", help="the name of one kind of table")
    parser.add_argument("--repeat", type=int, default=100)
    parser.add_argument("--page", type=Path, nargs="+", help="write the page from these lines, and measure nothing")
    wishes = parser.parse_args()
    if wishes.page:
        texts = (text for file in wishes.page for text in file.read_text().splitlines() if text.startswith("{"))
        PAGE.write_text(page(json.loads(text) for text in texts))
        return
    with shop() as client:
        run(client, wishes.rows, wishes.only, wishes.repeat)


if __name__ == "__main__":
    main()
