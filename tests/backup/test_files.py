"""Files beside the database: a backup has those that its tables name, and a restore puts them back and proves them."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from django.core.management import CommandError

from gotuto.backup import archive, files
from gotuto.backup.archive import PART
from gotuto.db import fetch_all
from gotuto.modules import StoredFiles
from tests.backup.conftest import NOW, run
from tests.backup.databases import inside
from tests.billing.sellers.builders import described
from tests.shop import Shop

pytestmark = pytest.mark.usefixtures("unblocked")


@contextmanager
def kept_in(settings, folder: Path) -> Iterator[Path]:
    """Documents lie in this folder."""
    documents = {**settings.STORAGES["documents"], "OPTIONS": {"location": str(folder)}}
    settings.STORAGES = {**settings.STORAGES, "documents": documents}
    yield folder


@pytest.fixture
def here(copy, settings, tmp_path) -> Iterator[Path]:
    """The folder of a shop with one issued document."""
    with kept_in(settings, tmp_path / "documents") as folder:
        with inside(copy):
            described(now=NOW)
            Shop(NOW).settle()
            assert fetch_all("SELECT count(*) FROM billing_document WHERE status <> 'done'") == [(0,)]
        yield folder


def lying_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("passphrase", ["", "correct horse battery staple"])
def test_documents_come_back_into_a_new_folder_and_are_proven(here, copy, empty, settings, tmp_path, passphrase):
    settings.GOTUTO_BACKUP_PASSPHRASE = passphrase
    stored = lying_in(here)
    told = run(copy, "backup", tmp_path / "shop.tar")
    assert f"documents: {len(stored)} files, {sum(map(len, stored.values())):,} bytes" in told

    with kept_in(settings, tmp_path / "back") as back:
        told = run(empty, "restore", tmp_path / "shop.tar", "--verify")

    assert f"{len(stored)} files of documents as of" in told
    assert "proven and let in" in told
    assert lying_in(back) == stored
    assert len(stored) >= 3


def test_the_manifest_says_how_many_and_tar_opens_them_without_gotuto(here, copy, tmp_path):
    run(copy, "backup", tmp_path / "shop.tar")

    with tarfile.open(tmp_path / "shop.tar") as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
        parts = [tar.extractfile(name).read() for name in tar.getnames() if name.startswith("files/documents/")]
    with tarfile.open(fileobj=BytesIO(b"".join(parts))) as packed:
        found = {name: packed.extractfile(name).read() for name in packed.getnames()}

    stored = lying_in(here)
    assert found == stored
    told, images = sorted(manifest["files"], key=lambda one: one["storage"])
    assert (images["storage"], images["files"]) == ("images", 0)
    assert (told["storage"], told["is_in"], told["files"]) == ("documents", True, len(stored))
    assert told["bytes"] == sum(map(len, stored.values()))


def test_what_is_missing_or_damaged_is_named_and_no_older_backup_is_deleted(here, copy, tmp_path):
    (tmp_path / "kept").mkdir()
    for day in (1, 2):
        (tmp_path / "kept" / f"gotuto-2025010{day}T000000Z.tar").touch()
    pdf, xml = sorted(here.rglob("*.pdf"))[0], sorted(here.rglob("*.xml"))[0]
    pdf.unlink()
    xml.write_bytes(b"another")

    with pytest.raises(CommandError, match="2 files are not in it, so that no older backup was deleted"):
        run(copy, "backup", tmp_path / "kept", "--keep", 1)

    *older, latest = sorted((tmp_path / "kept").iterdir())
    assert len(older) == 2
    packed = (part for name, part in archive.files(latest, "") if name.startswith(f"{archive.FILES}documents/"))
    with tarfile.open(fileobj=BytesIO(b"".join(packed))) as tar:
        assert set(tar.getnames()) == set(lying_in(here)) - {str(xml.relative_to(here))}


def test_a_shop_whose_files_are_not_all_there_is_not_let_in(here, copy, empty, settings, tmp_path):
    lost = sorted(here.rglob("*.pdf"))[0]
    lost.unlink()
    with pytest.raises(CommandError, match="1 files are not in it"):
        run(copy, "backup", tmp_path / "shop.tar")

    with kept_in(settings, tmp_path / "back"):
        with pytest.raises(SystemExit, match="1"):
            run(empty, "restore", tmp_path / "shop.tar", "--verify")
        told = run(empty, "restore", tmp_path / "shop.tar", "--verify", "--accept")

    assert f"documents: {lost.relative_to(here)} is missing" in told


def test_another_content_is_never_written_over(here, copy, empty, settings, tmp_path):
    run(copy, "backup", tmp_path / "shop.tar")
    name = next(iter(lying_in(here)))

    with kept_in(settings, tmp_path / "back") as back:
        (back / name).parent.mkdir(parents=True)
        (back / name).write_bytes(b"of somebody else")
        told = run(empty, "restore", tmp_path / "shop.tar", "--accept")

    assert f"{name} is there already with another content, and was left as it is" in told
    assert lying_in(back) == {**lying_in(here), name: b"of somebody else"}


def test_what_lies_there_already_as_it_was_stored_is_left(here, copy, empty, tmp_path):
    before = lying_in(here)
    run(copy, "backup", tmp_path / "shop.tar")
    next(here.rglob("*.pdf")).unlink()

    assert "proven and let in" in run(empty, "restore", tmp_path / "shop.tar", "--verify")
    assert lying_in(here) == before


def test_files_of_a_storage_that_is_no_folder_are_said_to_be_missing_in_the_backup(here, copy, settings, tmp_path):
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    count = len(lying_in(here))
    settings.STORAGES = {**settings.STORAGES, "documents": memory}

    told = run(copy, "backup", tmp_path / "shop.tar")

    assert f"documents: {count} files are not in the backup, as InMemoryStorage keeps them" in told
    assert not [
        name for name, _ in archive.files(tmp_path / "shop.tar", "") if name.startswith(f"{archive.FILES}documents/")
    ]


def test_a_backup_of_a_release_without_files_is_restored(source, empty, tmp_path, backup):
    with archive.created(tmp_path / "old.tar", "") as file:
        for name, content in archive.files(backup, ""):
            if name == archive.MANIFEST:
                told = json.loads(content)
                del told["files"]
                file.add(name, json.dumps({**told, "format": 1}).encode())
            elif not name.startswith(archive.FILES):
                file.add(name, content)

    assert "proven and let in" in run(empty, "restore", tmp_path / "old.tar", "--verify")


def test_a_file_of_another_place_is_refused(tmp_path):
    entry = tarfile.TarInfo("../outside")
    with pytest.raises(SuspiciousFileOperation):
        list(files.put_back(InMemoryStorage(), [entry.tobuf() + bytes(1024)]))


def test_large_files_are_cut_into_parts_that_fit_into_memory(source, settings, tmp_path):
    large = bytes(range(256)) * (PART // 256 + 1)
    named = StoredFiles("documents", "", select=_values({"large": large, "small": b"x", "none": b""}))
    wrong, done = [], []
    with kept_in(settings, tmp_path), inside(source):
        for name, content in (("large", large), ("small", b"x"), ("none", b"")):
            storages["documents"].save(name, ContentFile(content))
        parts = list(files.packed(named, wrong=wrong.append, done=done.append))

    assert (wrong, done) == ([], [1, 2, 3])
    assert [len(part) <= PART for part in parts] == [True, True]
    back = InMemoryStorage()
    assert list(files.put_back(back, parts)) == []
    assert back.open("large").read() == large
    assert back.open("none").read() == b""


def _values(contents: dict[str, bytes]) -> str:
    rows = ", ".join(f"('{name}', '{hashlib.sha256(content).hexdigest()}')" for name, content in contents.items())
    return f"SELECT * FROM (VALUES {rows}) AS file (name, sha256)"
