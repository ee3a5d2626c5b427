"""The payment sandbox of an instance in development: on the same address again after a restart, as open payments point there."""

import socket
from collections.abc import Mapping
from contextlib import suppress

from gotuto.runtime.addresses import address_of
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.instance import Instance
from gotuto.runtime.ports import listening
from gotuto.runtime.programs import module, program
from gotuto.runtime.service import Program

NAME = "sandbox"
_HOST = "127.0.0.1"


class Sandbox:
    """Nothing, where no sandbox is wanted or somebody runs one elsewhere."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._listener: socket.socket | None = None

    def open(self) -> dict[str, str]:
        """Listen; what every program of the instance has to know of it."""
        if not self._is_wanted():
            return {}
        self._listener = self._listen()
        port = self._listener.getsockname()[1]
        self._instance.paths.sandbox_port.write_text(str(port))
        return {"GOTUTO_SANDBOX_URL": address_of(_HOST, port)}

    def program(self, environment: Mapping[str, str]) -> list[Program]:
        """The program to be started, if any."""
        if self._listener is None:
            return []
        listener, paths = self._listener.fileno(), self._instance.paths
        told = {
            "GOTUTO_SANDBOX_LISTENER": f"fd:{listener}",
            "GOTUTO_SANDBOX_LEDGER": str(paths.root / "sandbox.sqlite3"),
            "GOTUTO_SANDBOX_WEBHOOKS": f"{self._instance.url}/api/v1/gateways/{NAME}/webhook/",
        }
        command = module("sandboxes.payments")
        return [program(paths, {**environment, **told}, NAME, "Payment sandbox", command, inherits=[listener])]

    def close(self) -> None:
        """Nobody waits any more."""
        if self._listener is not None:
            self._listener.close()

    def _is_wanted(self) -> bool:
        configuration = self._instance.configuration
        is_used = NAME in configuration["GOTUTO_PAYMENT_GATEWAYS"] and configuration["GOTUTO_ENV"] == "development"
        return is_used and not configuration.given("GOTUTO_SANDBOX_URL")

    def _listen(self) -> socket.socket:
        with suppress(OSError, ValueError, CannotStart):
            return listening(_HOST, int(self._instance.paths.sandbox_port.read_text()))
        return listening(_HOST, 0)
