"""A folder of backups: names that sort by time, the last one, and those that are too many."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gotuto.backup import folder
from gotuto.backup.errors import BackupNotFound

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def backup_of(path: Path, hour: int, *, encrypted: bool = False) -> Path:
    made = folder.file_for(path, taken_at=NOON + timedelta(hours=hour), encrypted=encrypted)
    made.touch()
    return made


def test_in_a_folder_a_backup_is_named_by_the_time_in_utc(tmp_path):
    assert backup_of(tmp_path, 0).name == "gotuto-20260302T120000Z.tar"
    assert backup_of(tmp_path, 0, encrypted=True).name == "gotuto-20260302T120000Z.tar.age"


def test_a_file_is_named_as_it_was_asked_for(tmp_path):
    assert folder.file_for(tmp_path / "shop", taken_at=NOON, encrypted=True) == tmp_path / "shop"


def test_the_last_one_is_taken_encrypted_or_not(tmp_path):
    backup_of(tmp_path, 1)
    newest = backup_of(tmp_path, 3, encrypted=True)
    backup_of(tmp_path, 2)

    assert folder.latest(tmp_path) == newest
    assert folder.latest(newest) == newest


def test_the_age_of_the_last_one_is_told_by_its_name(tmp_path):
    assert folder.last_taken_at(tmp_path) is None
    backup_of(tmp_path, 1)
    backup_of(tmp_path, 3, encrypted=True)
    assert folder.last_taken_at(tmp_path) == NOON + timedelta(hours=3)
    assert folder.last_taken_at(tmp_path / "nowhere") is None


def test_strangers_in_the_folder_are_left_alone(tmp_path):
    kept = [backup_of(tmp_path, hour) for hour in range(3)]
    for name in ("gotuto.tar", "gotuto-20260302T120000Z.tar.old", ".gotuto-20260302T120000Z.tar.x1", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "gotuto-20260302T120000Z.tar.age").mkdir()

    assert folder.backups_in(tmp_path) == kept
    assert folder.too_many(tmp_path, keep=1) == kept[:2]
    assert folder.too_many(tmp_path, keep=5) == []


@pytest.mark.parametrize("name", [".", "nowhere"])
def test_a_folder_without_a_backup_is_named(tmp_path, name):
    with pytest.raises(BackupNotFound, match="no folder with one in it"):
        folder.latest(tmp_path / name)
