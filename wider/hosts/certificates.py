"""An authority of the shop's own, and the certificate of the host on which its stores are."""

import subprocess
from pathlib import Path

from wider import debian13
from wider.check import Failed

_DAYS = "30"


def issue(folder: Path, *, address: str) -> None:
    """Write ca.crt, server.crt and server.key, of which only the last is a secret."""
    _openssl(
        folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", _DAYS,
        "-subj", "/CN=the shop's authority", "-keyout", "ca.key", "-out", "ca.crt",
    )  # fmt: skip
    _openssl(
        folder, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", _DAYS,
        "-subj", f"/CN={address}", "-addext", f"subjectAltName=IP:{address}", "-addext", "basicConstraints=CA:FALSE",
        "-CA", "ca.crt", "-CAkey", "ca.key", "-keyout", "server.key", "-out", "server.crt",
    )  # fmt: skip
    (folder / "ca.crt").chmod(0o644)


def _openssl(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        debian13.command(folder, "/usr/bin/openssl", *arguments), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"openssl {arguments[0]}: {done.stderr.strip()[-300:]}")
