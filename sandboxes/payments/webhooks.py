"""Webhooks: signed, sent until somebody takes them, and, when that is wanted, twice and in any order."""

import hashlib
import hmac
import threading
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from sandboxes.payments.faults import Fate
from sandboxes.payments.ledger import Ledger, Row

_MOST_TRIES = 20
_LOOKS_SECONDS = 0.05
_SECONDS = 10


def signature(secret: str, body: bytes, *, at: int) -> str:
    """The header that proves who sent the body, and when."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


class Messenger:
    """A thread that sends what the ledger has to tell to one address."""

    def __init__(self, ledger: Ledger, fate: Fate, *, address: str, secret: str) -> None:
        self._ledger, self._fate, self._address, self._secret = ledger, fate, address, secret
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        if self._address:
            self._thread.start()

    def send_to(self, address: str) -> None:
        """Begin to tell whoever could not be named before."""
        self._address = address
        self.start()

    def stop(self) -> None:
        self._ends.set()
        if self._thread.is_alive():
            self._thread.join(_SECONDS)

    def _run(self) -> None:
        while not self._ends.wait(_LOOKS_SECONDS):
            if self._fate.faults.webhooks:
                for event in self._due():
                    self._send(event)

    def _due(self) -> list[Row]:
        faults, now = self._fate.faults, self._ledger.clock()
        due = self._ledger.rows("SELECT * FROM event WHERE due <= ? ORDER BY due LIMIT 20", now)
        if not faults.shuffle_seconds:
            return due
        for event in (each for each in due if each["tries"] == 0):
            later = now + self._fate.up_to(faults.shuffle_seconds)
            self._ledger.run("UPDATE event SET due = ?, tries = 1 WHERE number = ?", later, event["number"])
        return [event for event in due if event["tries"]]

    def _send(self, event: Row) -> None:
        times = 2 if self._fate.strikes(self._fate.faults.duplicates) else 1
        taken = [self._post(event["body"].encode()) for _ in range(times)]
        if all(taken) or event["tries"] >= _MOST_TRIES:
            self._ledger.run("DELETE FROM event WHERE number = ?", event["number"])
        else:
            later = self._ledger.clock() + min(0.2 * 2 ** event["tries"], 60)
            self._ledger.run("UPDATE event SET due = ?, tries = tries + 1 WHERE number = ?", later, event["number"])

    def _post(self, body: bytes) -> bool:
        target = urlsplit(self._address)
        kind = HTTPSConnection if target.scheme == "https" else HTTPConnection
        line = kind(target.hostname or "", target.port, timeout=_SECONDS)
        signed = signature(self._secret, body, at=int(self._ledger.clock()))
        try:
            line.request("POST", target.path, body, {"Content-Type": "application/json", "Sandbox-Signature": signed})
            return line.getresponse().status < 300
        except (OSError, HTTPException):
            return False
        finally:
            line.close()
