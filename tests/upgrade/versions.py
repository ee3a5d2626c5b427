"""Two releases on one database and one broker, a program at a time."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from uuid import uuid4

from tests.http_client import Answer, HttpClient, NoAnswer
from tests.journeys.street import ADDRESS
from tests.runtime import starting
from tests.runtime.processes import free_port, wait_until

SKU = "TEA-ASSAM-100"
_COMMANDS = """
import ast, os, sys, django
sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.core.management import call_command
for command in ast.literal_eval(sys.argv[1]):
    call_command(*command)
"""


@dataclass(frozen=True)
class Servers:
    """The data stores that both share."""

    database_url: str
    redis_url: str
    secret_key: str = token_hex(32)


class Version:
    """One release: its sources, run with the packages of this tree, whose lock contains those of the other."""

    def __init__(self, name: str, tree: Path, folder: Path, servers: Servers) -> None:
        self.name, self.tree, self.folder = name, tree, folder
        self.port = free_port()
        self.http = HttpClient(f"http://127.0.0.1:{self.port}", timeout=40)
        folder.mkdir()
        self._environ = {
            **starting.clean_environment(),
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "SECRET_KEY": servers.secret_key,
            "GOTUTO_DATA_DIR": str(folder),
            "PORT": str(self.port),
            "GOTUTO_WEB_WORKERS": "1",
            "GOTUTO_WORKER_PROCESSES": "1",
        }
        self._environ.pop("DJANGO_SETTINGS_MODULE", None)
        self._programs: dict[str, subprocess.Popen[bytes]] = {}

    def manage(self, *commands: list[str]) -> str:
        """Commands of this release, in one process; what they said."""
        done = subprocess.run([sys.executable, "-W", "ignore", "-c", _COMMANDS, repr(commands)], cwd=self.tree,
                              env=self._environ, capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, f"{self.name}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self, *names: str) -> None:
        """Start programs of this release."""
        for name in names:
            with (self.folder / f"{name}.log").open("ab") as log:
                self._programs[name] = subprocess.Popen(
                    [sys.executable, "-m", "gotuto.runtime", "run", name],
                    cwd=self.tree, env=self._environ, stdout=log, stderr=log, start_new_session=True,
                )  # fmt: skip
        if "web" in names:
            wait_until(self.is_ready, seconds=60)

    def stop(self, *names: str) -> None:
        """Stop some of its programs, or all of them; what does not run is none of them."""
        ending = [process for name in names or list(self._programs) if (process := self._programs.pop(name, None))]
        for process in ending:
            process.terminate()
        for process in ending:
            process.wait(30)

    def is_running(self, name: str) -> bool:
        return name in self._programs

    def is_ready(self) -> bool:
        try:
            return self.http.call("GET", "/health/ready").status_code == 200
        except NoAnswer:
            return False

    def orders(
        self, key: str | None = None, *, cart: dict[str, Any] | None = None, wait: int = 20, **told: str
    ) -> Answer:
        """A guest orders here, and waits for what becomes of it; what else they tell stands in the body."""
        cart = cart or self.cart()
        body = {"cart_id": cart["id"], "email": "ada@example.com", "shipping_address": ADDRESS, **told}
        headers = {"X-Cart-Token": cart["token"], "Prefer": f"wait={wait}", "Idempotency-Key": key or str(uuid4())}
        return self.http.call("POST", "/api/v1/orders/", body, headers)

    def cart(self) -> dict[str, Any]:
        answer = self.http.call("POST", "/api/v1/carts/", {"items": [{"sku": SKU, "quantity": 1}]})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())
