"""Sealed files: what another implementation of the age format reads and writes, and what nobody opens."""

from base64 import b64decode
from io import BytesIO

import pyrage
import pytest

from gotuto.backup import age

PASSPHRASE = "correct horse battery staple"
CHUNK = 64 * 1024
# By `pyrage.passphrase.encrypt`; what work it asks for depends on the machine that it runs on.
WRITTEN_BY_RAGE = (
    b"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCAwSWRoZXE1WmdSaS9pa0FxUTIzcHh3IDE5CnFBOGFSWmhNaW5MSytPd1Ar"
    b"WDdPTkFqd3k3U1JIdnFRZnR3aXNMRjJGalkKLS0tIEg1ZGNXOGMwYS92UTVLWlJCcnVKYWJ4ZndDcGJPUk1teHNjcmFOTXhMeTQK"
    b"TZ/Qb71+6KIVVdKqNHP8nBPSkI1c1T4KInzNmOFL00vAo34wSuGv5F/fNz9/hTYS4l4hhZpu/M4bVbIrEaPzEPY="
)
SIZES = (0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 5)


def sealed(content: bytes) -> bytes:
    file = BytesIO()
    sealing = age.Sealing(file, PASSPHRASE, work=4)
    for start in range(0, len(content), 10_000):
        sealing.write(content[start : start + 10_000])
    sealing.close()
    return file.getvalue()


def opened(text: bytes, passphrase: str = PASSPHRASE) -> bytes:
    opening = age.Opening(BytesIO(text), passphrase)
    return b"".join(iter(lambda: opening.read(7_777), b""))


def some(size: int) -> bytes:
    return bytes(place * 7 % 251 for place in range(size))


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_here_another_implementation_opens(size):
    assert pyrage.passphrase.decrypt(sealed(some(size)), PASSPHRASE) == some(size)


@pytest.mark.parametrize("size", SIZES)
def test_what_is_sealed_here_is_opened_here(size):
    assert opened(sealed(some(size))) == some(size)


def test_what_another_implementation_sealed_is_opened_here():
    assert opened(b64decode(WRITTEN_BY_RAGE)) == b"written by another implementation"


def test_two_files_of_the_same_content_have_nothing_in_common():
    first, second = sealed(some(500)), sealed(some(500))

    assert first[-100:] != second[-100:]


def test_another_passphrase_does_not_open():
    with pytest.raises(age.Unopened):
        opened(sealed(b"secret"), "another passphrase")


def places(text: bytes) -> dict[str, int]:
    """One byte of each part of a sealed file."""
    head = text.index(b"\n--- ")
    payload = text.index(b"\n", head + 1) + 1
    return {
        "the kind of lock": text.index(b"scrypt"),
        "the code of the first lines": head + 8,
        "the nonce": payload + 3,
        "the first chunk": payload + 16 + 5,
        "the last chunk": len(text) - 1,
    }


@pytest.mark.parametrize("part", places(sealed(b"x")))
def test_one_changed_bit_is_noticed(part):
    text = bytearray(sealed(some(2 * CHUNK)))
    text[places(bytes(text))[part]] ^= 1

    with pytest.raises(age.Broken):
        opened(bytes(text))


def test_a_changed_salt_is_another_passphrase():
    text = bytearray(sealed(b"x"))
    text[text.index(b"scrypt") + 10] ^= 1

    with pytest.raises((age.Unopened, age.Broken)):
        opened(bytes(text))


@pytest.mark.parametrize("missing", [1, CHUNK, CHUNK + 16, 2 * (CHUNK + 16), 3 * (CHUNK + 16), 3 * (CHUNK + 16) + 10])
def test_a_truncated_file_is_noticed_also_between_two_chunks(missing):
    with pytest.raises(age.Broken):
        opened(sealed(some(3 * CHUNK))[:-missing])


def test_chunks_that_changed_places_are_noticed():
    text = sealed(some(3 * CHUNK))
    start, length = len(text) - 3 * (CHUNK + 16), CHUNK + 16
    first, second = text[start : start + length], text[start + length : start + 2 * length]

    with pytest.raises(age.Broken):
        opened(text[:start] + second + first + text[start + 2 * length :])


@pytest.mark.parametrize(
    "head",
    [
        b"nothing of the kind\n",
        age.MAGIC,
        age.MAGIC + b"-> X25519 c2FsdA 16\nAAAA\n--- AAAA\n",
        age.MAGIC + b"-> scrypt c2FsdA 40\nAAAA\n--- AAAA\n",
        age.MAGIC + b"-> scrypt !!!! 10\nAAAA\n--- AAAA\n",
    ],
)
def test_what_is_not_sealed_with_a_passphrase_is_not_tried(head):
    with pytest.raises(age.Broken):
        opened(head + bytes(100))
