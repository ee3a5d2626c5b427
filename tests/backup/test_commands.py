"""`manage.py backup` and `restore` as an operator and a nightly job call them."""

import json
import subprocess

import pytest
from django.core.management import CommandError

from gotuto.backup import archive, folder
from gotuto.backup.server import client_environment
from gotuto.backup.tools import tools_for
from gotuto.db import fetch_all
from tests.backup.conftest import migrations, run
from tests.backup.databases import inside
from tests.runtime import starting

pytestmark = pytest.mark.usefixtures("unblocked")


def test_a_nightly_job_keeps_the_last_backups_and_deletes_older_ones(source, tmp_path):
    for day in (1, 2, 3):
        (tmp_path / f"gotuto-2025010{day}T000000Z.tar").touch()

    foretold = run(source, "backup", tmp_path, "--keep", 2, "--dry-run").splitlines()
    assert [line.rpartition(": ")[2] for line in foretold] == [
        "would be written",
        "would be deleted",
        "would be deleted",
    ]
    assert len(folder.backups_in(tmp_path)) == 3

    told = run(source, "backup", tmp_path, "--keep", 2)
    older, newest = folder.backups_in(tmp_path)
    assert older.name == "gotuto-20250103T000000Z.tar"
    assert f"{newest}: {newest.stat().st_size:,} bytes" in told
    assert told.count("deleted") == 2


def test_what_a_program_is_told(source, tmp_path):
    told = json.loads(run(source, "backup", tmp_path, "--json"))
    foretold = json.loads(run(source, "backup", tmp_path, "--json", "--dry-run"))

    assert told["taken"]["bytes"] == folder.latest(tmp_path).stat().st_size
    assert told["deleted"] == foretold["would_delete"] == []


def test_without_a_path_it_is_the_folder_of_the_settings(source, settings, tmp_path):
    settings.GOTUTO_BACKUP_DIR = str(tmp_path)
    run(source, "backup")
    assert len(folder.backups_in(tmp_path)) == 1

    settings.GOTUTO_BACKUP_DIR = ""
    for command in ("backup", "restore", "drill"):
        with pytest.raises(CommandError, match="set GOTUTO_BACKUP_DIR"):
            run(source, command)


@pytest.mark.parametrize("keep", ["0", "-1", "some"])
def test_at_least_one_backup_is_kept(source, tmp_path, keep):
    with pytest.raises(CommandError, match="--keep"):
        run(source, "backup", tmp_path, f"--keep={keep}")


def test_only_folders_have_old_backups(source, tmp_path):
    with pytest.raises(CommandError, match=r"--keep is for folders, and .*shop.tar is none"):
        run(source, "backup", tmp_path / "shop.tar", "--keep=1")


def test_an_encrypted_backup_is_restored_with_its_passphrase_only(source, empty, settings, tmp_path):
    settings.GOTUTO_BACKUP_PASSPHRASE = "correct horse battery staple"
    run(source, "backup", tmp_path)
    (path,) = folder.backups_in(tmp_path)
    assert path.name.endswith(".tar.age")
    assert archive.is_encrypted(path)

    settings.GOTUTO_BACKUP_PASSPHRASE = ""
    with pytest.raises(CommandError, match=r"is encrypted. Set GOTUTO_BACKUP_PASSPHRASE"):
        run(empty, "restore", tmp_path)
    settings.GOTUTO_BACKUP_PASSPHRASE = "another passphrase"
    with pytest.raises(CommandError, match="does not open"):
        run(empty, "restore", tmp_path)
    settings.GOTUTO_BACKUP_PASSPHRASE = "correct horse battery staple"
    assert "proven and let in" in run(empty, "restore", tmp_path, "--verify")


def test_a_backup_of_an_earlier_release_is_migrated(source, copy, empty, tmp_path):
    run(copy, "migrate", "customer", "0005", "--verbosity=0")
    run(copy, "backup", tmp_path / "shop.tar")

    assert "proven and let in" in run(empty, "restore", tmp_path / "shop.tar", "--verify")
    assert migrations(copy) < migrations(empty) == migrations(source)


def test_without_gotuto_tar_and_pg_restore_are_enough(backup, empty):
    pg_restore = tools_for(18).program("pg_restore")
    with inside(empty):
        script = f"tar xOf {backup} --wildcards 'database/*' | {pg_restore} --no-owner -d {empty}"
        subprocess.run(["bash", "-c", script], env=client_environment(), check=True)
        assert fetch_all("SELECT count(*) FROM order_order") == [(2,)]


@pytest.fixture
def stopped(tmp_path):
    """The data directory of an instance that does not run."""
    return tmp_path / "data"


def test_where_no_instance_runs_the_embedded_database_is_started_for_the_command(stopped, backup, tmp_path):
    back = starting.manage(stopped, "restore", str(backup), "--verify")
    assert back.returncode == 0, back.stderr
    again = starting.manage(stopped, "backup", str(tmp_path / "again.tar"), "--json")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["taken"]["tables"] > 40

    refused = starting.manage(stopped, "restore", str(backup))
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    assert not list((stopped / "run").glob("*.pid"))


def test_a_data_directory_that_cannot_be_used_is_named(tmp_path):
    (tmp_path / "file").touch()

    refused = starting.manage(tmp_path / "file", "backup", str(tmp_path / "shop.tar"))

    assert refused.returncode == 1
    assert "CommandError: Cannot write to the data directory" in refused.stderr
