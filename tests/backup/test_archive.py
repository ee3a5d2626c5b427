"""The file of a backup: whole or not there, and nothing of it is believed that was changed."""

import os
import resource
import tarfile
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest

from gotuto.backup import archive
from gotuto.backup.errors import (
    BackupDamaged,
    BackupExists,
    BackupNotFound,
    CannotWriteBackup,
    PassphraseWanted,
    WrongPassphrase,
)

SECRET = "correct horse battery staple"
PARTS = [b"a" * 100_000, os.urandom(100_000), b"the end"]


def write(path: Path, passphrase: str = "", parts: Iterable[bytes] = PARTS) -> Path:
    with archive.created(path, passphrase) as file:
        file.add(archive.MANIFEST, b"{}")
        file.add_parts(archive.DUMP, parts)
    return path


def read(path: Path, passphrase: str = "") -> list[bytes]:
    return [content for _, content in archive.files(path, passphrase)]


@pytest.fixture(params=["", SECRET], ids=["plain", "encrypted"])
def passphrase(request):
    return request.param


def test_what_was_written_is_read(tmp_path, passphrase):
    path = write(tmp_path / "shop", passphrase)

    assert read(path, passphrase) == [b"{}", *PARTS]
    assert archive.is_encrypted(path) == bool(passphrase)
    assert path.stat().st_mode & 0o777 == 0o600


def test_tar_and_sha256sum_are_enough_to_open_it(tmp_path):
    path = write(tmp_path / "shop")

    with tarfile.open(path) as tar:
        names = tar.getnames()
        sums = tar.extractfile("SHA256SUMS").read().decode()
    assert names == ["manifest.json", "database/000001", "database/000002", "database/000003", "SHA256SUMS"]
    assert [line.split("  ")[1] for line in sums.splitlines()] == names[:-1]


def test_how_far_it_is_is_told(tmp_path):
    path, told = write(tmp_path / "shop"), []

    list(archive.files(path, "", done=told.append))

    assert told == sorted(told)
    assert 0 < told[-1] <= path.stat().st_size


def test_a_file_that_was_not_finished_is_not_there(tmp_path):
    def parts():
        yield b"half of it"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write(tmp_path / "shop", parts=parts())

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path):
    path = write(tmp_path / "shop")

    with pytest.raises(BackupExists, match="writes over nothing"):
        write(path)
    assert read(path) == [b"{}", *PARTS]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CannotWriteBackup, match=r"nowhere.* \(No such file or directory\)"):
        write(tmp_path / "nowhere" / "shop")


def test_a_full_disk_leaves_nothing_behind(tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (150_000, before[1]))
    try:
        with pytest.raises(CannotWriteBackup, match="Nothing is left of it"):
            write(tmp_path / "shop")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []


def test_a_truncated_file_is_refused_wherever_it_ends(tmp_path, passphrase):
    path = write(tmp_path / "shop", passphrase)
    whole = path.read_bytes()
    with_sums = len(whole) if passphrase else whole.rindex(b"SHA256SUMS")

    for length in (0, 21, 300, 1_000, 150_000, with_sums - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BackupDamaged, match="Nothing was written"):
            read(path, passphrase)


def test_a_changed_byte_is_refused_wherever_it_is(tmp_path, passphrase):
    path = write(tmp_path / "shop", passphrase)
    whole = path.read_bytes()

    for place in (2, 99, 293, 512, 1_030, 1_600, 150_000, len(whole) - 20 if passphrase else whole.rindex(b"the end")):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises((BackupDamaged, WrongPassphrase)):
            read(path, passphrase)


def test_what_was_added_is_refused(tmp_path):
    path = write(tmp_path / "shop")
    with path.open("ab") as file:
        file.write(b"more")

    with pytest.raises(BackupDamaged, match="something was added"):
        read(path)


@pytest.mark.parametrize(
    ("name", "kind"), [("../etc/passwd", tarfile.REGTYPE), ("database/x", tarfile.SYMTYPE), ("y", tarfile.REGTYPE)]
)
def test_what_does_not_belong_there_is_refused(tmp_path, name, kind):
    with tarfile.open(tmp_path / "shop", "w") as tar:
        entry = tarfile.TarInfo(name)
        entry.type = kind
        tar.addfile(entry)
        sums = tarfile.TarInfo(archive.CHECKSUMS)
        sums.size = 3
        tar.addfile(sums, BytesIO(b"abc"))

    with pytest.raises(BackupDamaged):
        read(tmp_path / "shop")


def test_a_file_that_is_no_backup_is_refused(tmp_path):
    (tmp_path / "shop").write_text("a shopping list\n" * 100)

    with pytest.raises(BackupDamaged, match="no backup at all"):
        read(tmp_path / "shop")


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BackupNotFound, match="shop is no backup"):
        read(tmp_path / "shop")


def test_an_encrypted_file_wants_its_passphrase(tmp_path):
    path = write(tmp_path / "shop", SECRET)

    with pytest.raises(PassphraseWanted, match="GOTUTO_BACKUP_PASSPHRASE_FILE"):
        read(path)
    with pytest.raises(WrongPassphrase, match="does not open"):
        read(path, "another passphrase")
