"""Encryption with a passphrase in the age format, version 1 (C2SP, age.md): a stream of authenticated chunks.

    age -d shop.tar.age > shop.tar        opens without GoTuto what was written here

The passphrase is stretched by scrypt into the key that wraps a random file key; ChaCha20-Poly1305 seals chunks of 64 KiB,
whose nonces count and mark the last one, so that none can be changed, moved or left out unnoticed.
"""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"age-encryption.org/v1\n"
_CHUNK, _TAG = 64 * 1024, 16
# 2^16 rounds take 64 MB and 0.2 s; a file that asks for more than 2^20 would only exhaust whoever opens it.
WORK, _MOST_WORK = 16, 20
_LONGEST_LINE = 128


class Unopened(Exception):
    """The passphrase is another one."""


class Broken(Exception):
    """The bytes are not those that were sealed."""


class Sealing:
    """A file to write to; `close` seals the last chunk and leaves the file below open. `work`: 2 to this power rounds."""

    def __init__(self, file: IO[bytes], passphrase: str, *, work: int = WORK) -> None:
        self._file = file
        self._length = 0
        self._pending = b""
        file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
        wrapped = ChaCha20Poly1305(_stretched(passphrase, salt, work)).encrypt(bytes(12), file_key, None)
        head = MAGIC + b"-> scrypt %s %d\n%s\n---" % (_text(salt), work, _text(wrapped))
        file.write(head + b" " + _text(_mac(file_key, head)) + b"\n" + nonce)
        self._chunks = _Chunks(file_key, nonce)

    def write(self, data: bytes) -> int:
        self._pending += data
        self._length += len(data)
        # One chunk is kept back, because the last one is sealed otherwise.
        while len(self._pending) > _CHUNK:
            self._file.write(self._chunks.seal(self._pending[:_CHUNK], last=False))
            self._pending = self._pending[_CHUNK:]
        return len(data)

    def tell(self) -> int:
        return self._length

    def close(self) -> None:
        self._file.write(self._chunks.seal(self._pending, last=True))


class Opening:
    """A file to read from. Raises Unopened for another passphrase, and Broken as soon as a chunk is not as it was sealed."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        file_key = _file_key(file, passphrase)
        nonce = file.read(16)
        if len(nonce) < 16:
            raise Broken("it ends too early")
        self._plain = self._opened(file, _Chunks(file_key, nonce))
        self._pending = b""

    def read(self, size: int) -> bytes:
        """So many bytes, and fewer only at the end."""
        parts, missing = [], size
        while missing and (self._pending or (piece := next(self._plain, b""))):
            piece = self._pending or piece
            taken, self._pending = piece[:missing], piece[missing:]
            parts.append(taken)
            missing -= len(taken)
        return b"".join(parts)

    @staticmethod
    def _opened(file: IO[bytes], chunks: "_Chunks") -> Iterator[bytes]:
        sealed = file.read(_CHUNK + _TAG)
        while True:
            following = file.read(_CHUNK + _TAG)
            yield chunks.open(sealed, last=not following)
            if not following:
                return
            sealed = following


class _Chunks:
    """Seals or opens the chunks of one file, one after the other."""

    def __init__(self, file_key: bytes, nonce: bytes) -> None:
        self._cipher = ChaCha20Poly1305(HKDF(SHA256(), 32, nonce, b"payload").derive(file_key))
        self._count = 0

    def seal(self, chunk: bytes, *, last: bool) -> bytes:
        return self._cipher.encrypt(self._nonce(last), chunk, None)

    def open(self, chunk: bytes, *, last: bool) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(last), chunk, None)
        except InvalidTag:
            raise Broken("it is truncated or was changed") from None

    def _nonce(self, last: bool) -> bytes:
        self._count += 1
        return (self._count - 1).to_bytes(11, "big") + bytes([last])


def _file_key(file: IO[bytes], passphrase: str) -> bytes:
    lines = [file.readline(_LONGEST_LINE) for _ in range(4)]
    try:
        _, kind, salt, work = lines[1].split()
        wrapped, mac = _bytes(lines[2]), _bytes(lines[3].removeprefix(b"--- "))
        if lines[0] != MAGIC or kind != b"scrypt" or not 0 < int(work) <= _MOST_WORK:
            raise Broken("it is not sealed with a passphrase")
        key = ChaCha20Poly1305(_stretched(passphrase, _bytes(salt), int(work))).decrypt(bytes(12), wrapped, None)
    except (ValueError, NotBase64):
        raise Broken("its first lines are not those of a sealed file") from None
    except InvalidTag:
        raise Unopened from None
    if not hmac.compare_digest(mac, _mac(key, b"".join(lines[:3]) + b"---")):
        raise Broken("its first lines were changed")
    return key


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    salted = b"age-encryption.org/v1/scrypt" + salt
    return hashlib.scrypt(
        passphrase.encode(), salt=salted, n=1 << work, r=8, p=1, maxmem=(1 << work + 10) + (1 << 20), dklen=32
    )


def _mac(file_key: bytes, head: bytes) -> bytes:
    return hmac.digest(HKDF(SHA256(), 32, b"", b"header").derive(file_key), head, "sha256")


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    text = text.strip()
    return b64decode(text + b"=" * (-len(text) % 4), validate=True)
