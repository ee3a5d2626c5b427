"""An instance with the demo shop, for checks that look at a running one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.journeys import instance
from tests.journeys.instance import Instance

ADMINISTRATOR = {"username": "admin@example.com", "password": "a-password-for-wider-checks"}


@contextmanager
def running(**settings: str) -> Iterator[Instance]:
    with tempfile.TemporaryDirectory(prefix="gotuto-wider-") as folder:
        settings = {"GOTUTO_DEMO": "1", "GOTUTO_ADMIN_PASSWORD": ADMINISTRATOR["password"], **settings}
        started = instance.start(Path(folder) / "instance", Path(folder) / "guard", **settings)
        try:
            yield started
        finally:
            started.stop()
