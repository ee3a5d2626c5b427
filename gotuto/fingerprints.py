"""Fingerprints of data: the SHA-256 of its canonical JSON (RFC 8785 for data without floating-point numbers)."""

import hashlib
import json
from typing import Any


def fingerprint(data: Any) -> bytes:
    """The 32 bytes that any change of the data would change; the order of keys says nothing."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()
