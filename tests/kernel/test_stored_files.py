"""Files are written whole or not at all, and what a killed writer leaves is cleared away by the next one a day later."""

import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from gotuto.stored_files import UNFINISHED, DurableStorage, fault_of

HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


@pytest.fixture
def storage(tmp_path: Path) -> DurableStorage:
    return DurableStorage(location=tmp_path)


def left_over(folder: Path, *, hours: float) -> Path:
    """What somebody began to write so long ago."""
    (folder / UNFINISHED).mkdir(exist_ok=True)
    file = folder / UNFINISHED / f".writing-{hours}"
    file.write_bytes(b"hal")
    then = time.time() - hours * 3600
    os.utime(file, (then, then))
    return file


def test_a_file_that_is_stored_is_the_only_one_there(storage, tmp_path):
    storage.save("2026/11/a", ContentFile(b"hello"))
    assert [str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()] == ["2026/11/a"]
    assert fault_of(storage, "2026/11/a", sha256=HELLO) == ""


def test_a_writer_that_fails_leaves_nothing(storage, tmp_path):
    class Broken(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"hel"
            raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        storage.save("2026/11/a", Broken(b"hello"))
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == []


def test_what_a_killed_writer_left_goes_a_day_later_and_what_is_being_written_stays(storage, tmp_path):
    old, young = left_over(tmp_path, hours=25), left_over(tmp_path, hours=23)
    storage.save("a", ContentFile(b"hello"))
    assert (old.exists(), young.exists()) == (False, True)


def test_somebody_else_may_clear_it_away_in_the_same_moment(storage, tmp_path, monkeypatch):
    gone = left_over(tmp_path, hours=25)
    looked = Path.iterdir

    def and_then_it_goes(folder):
        found = list(looked(folder))
        gone.unlink()
        return iter(found)

    monkeypatch.setattr(Path, "iterdir", and_then_it_goes)
    storage.save("a", ContentFile(b"hello"))
    assert fault_of(storage, "a", sha256=HELLO) == ""
