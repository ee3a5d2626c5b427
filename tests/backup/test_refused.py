"""What a restore refuses before it writes anything, and what a backup refuses before it leaves a file."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from config.recovery import restoring
from gotuto.backup import archive, dumping, loading
from gotuto.backup.errors import BackupDamaged, BackupTooNew, DumpFailed, RestoreFailed, ToolsTooOld
from gotuto.backup.server import Snapshot, held
from gotuto.backup.tools import tools_for
from gotuto.db import execute, fetch_all
from gotuto.progress import Steps
from tests.backup.conftest import migrations, run
from tests.backup.databases import inside

pytestmark = pytest.mark.usefixtures("unblocked")
QUIET = Steps(silent=True)


def changed(
    backup: Path,
    path: Path,
    *,
    manifest: Callable[[dict[str, Any]], None] = lambda told: None,
    dump: Callable[[bytes], bytes] = lambda part: part,
) -> Path:
    """A backup like another but for a change, with checksums that fit."""
    with archive.created(path, "") as file:
        for name, content in archive.files(backup, ""):
            if name == archive.MANIFEST:
                told = json.loads(content)
                manifest(told)
                file.add(name, json.dumps(told).encode())
            else:
                file.add(name, dump(content))
    return path


def look(path: Path, *, database: str) -> restoring.Looked:
    with inside(database):
        return restoring.look(path, passphrase="", steps=QUIET)


@pytest.fixture
def untouched(empty):
    """A database that is as empty at the end as at the beginning."""
    yield empty
    with inside(empty):
        assert held(beside="") == []
        assert fetch_all("SELECT nspname FROM pg_namespace WHERE nspname = %s", [loading.ASIDE]) == []


def test_a_truncated_file_is_refused(untouched, backup, tmp_path):
    (tmp_path / "half").write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])

    with pytest.raises(CommandError, match=r"half cannot be used: .*truncated.* Nothing was written"):
        run(untouched, "restore", tmp_path / "half")


def test_a_tampered_file_is_refused(untouched, backup, tmp_path):
    content = bytearray(backup.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / "other").write_bytes(content)

    with pytest.raises(CommandError, match="its checksums do not fit"):
        run(untouched, "restore", tmp_path / "other")


UNKNOWN = ["order.0001_initial", "order.9999_returns", "loyalty.0001_initial"]


@pytest.mark.parametrize(
    ("newer", "what"),
    [
        ({"migrations": UNKNOWN}, "does not know 2 migrations, such as order.9999_returns"),
        ({"format": 3, "tables": None}, "its format is 3, and this version reads 2"),
        ({"postgresql": "99.1"}, "it is of PostgreSQL 99.1, and this server is 18"),
    ],
)
def test_a_file_of_a_newer_version_is_refused(untouched, backup, tmp_path, newer, what):
    path = changed(backup, tmp_path / "newer", manifest=lambda told: told.update(newer))

    with pytest.raises(BackupTooNew, match=what):
        look(path, database=untouched)


def test_a_dump_of_newer_programs_than_there_are_is_refused(untouched, backup, tmp_path):
    path = changed(backup, tmp_path / "newer", manifest=lambda told: told.update(pg_dump="98.0"))

    with pytest.raises(ToolsTooOld, match="postgresql-client-98"):
        look(path, database=untouched)


@pytest.mark.parametrize("manifest", [b"{", b"[]", b'{"format": 1}', b'{"format": 1, "taken_at": "soon"}', b"\xff"])
def test_a_manifest_that_makes_no_sense_is_refused(untouched, tmp_path, manifest):
    with archive.created(tmp_path / "odd", "") as file:
        file.add(archive.MANIFEST, manifest)

    with pytest.raises(BackupDamaged, match="its manifest cannot be read"):
        look(tmp_path / "odd", database=untouched)


def test_a_file_without_a_manifest_is_refused(untouched, tmp_path):
    with archive.created(tmp_path / "odd", "") as file:
        file.add_parts(archive.DUMP, [b"x"])

    with pytest.raises(BackupDamaged, match="it has no manifest"):
        look(tmp_path / "odd", database=untouched)


def test_a_dump_that_pg_restore_cannot_read_leaves_nothing(untouched, backup, tmp_path):
    path = changed(backup, tmp_path / "odd", dump=lambda part: b"nonsense")

    with pytest.raises(RestoreFailed, match=r"as empty as before:\n.*pg_restore"), inside(untouched):
        restore(path)


def test_a_dump_that_ends_in_the_middle_leaves_nothing(untouched, backup, tmp_path):
    path = changed(backup, tmp_path / "odd", dump=lambda part: part[: len(part) * 3 // 4])

    with pytest.raises(RestoreFailed, match="pg_restore"), inside(untouched):
        restore(path)


def test_what_postgresql_refuses_leaves_nothing(empty, backup):
    with inside(empty):
        execute("CREATE FUNCTION invariants_since() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        with pytest.raises(RestoreFailed, match="already exists"):
            restore(backup)
        assert held(beside="") == []


def test_a_file_that_is_changed_after_it_was_checked_leaves_nothing(untouched, backup, tmp_path):
    path = changed(backup, tmp_path / "shop")
    looked = look(path, database=untouched)
    path.write_bytes(path.read_bytes()[:-11_000])

    with pytest.raises(BackupDamaged), inside(untouched):
        restoring.restore(looked, passphrase="", verify=False, accept=False, steps=QUIET)


def restore(path: Path) -> restoring.Restored:
    looked = restoring.look(path, passphrase="", steps=QUIET)
    return restoring.restore(looked, passphrase="", verify=False, accept=False, steps=QUIET)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (lambda told: told["tables"][1].update(rows=99), r"has \d+ rows of 99"),
        (lambda told: told["tables"][1].update(checksum="1"), "or others than in the backup"),
        (lambda told: told["tables"].pop(0), "is not of the backup"),
        (lambda told: told["sequences"].update(order_number=5_000), "order_number stands at 1002, and at 5000"),
    ],
)
def test_what_differs_from_the_backup_is_found_and_nobody_let_in(empty, backup, tmp_path, change, finding):
    path = changed(backup, tmp_path / "shop", manifest=change)
    with inside(empty):
        looked = restoring.look(path, passphrase="", steps=QUIET)
        restored = restoring.restore(looked, passphrase="", verify=True, accept=False, steps=QUIET)
        assert held(beside=loading.ASIDE) == []

    (found,) = restored.findings
    assert re.search(finding, found)
    assert not restored.let_in


def test_what_is_accepted_is_brought_up_to_this_version_however_much_differs(source, copy, empty, tmp_path):
    run(copy, "migrate", "customer", "0005", "--verbosity=0")
    run(copy, "backup", tmp_path / "old")
    path = changed(
        tmp_path / "old",
        tmp_path / "shop",
        manifest=lambda told: [table.update(checksum="1") for table in told["tables"]],
    )

    told = run(empty, "restore", path, "--verify", "--accept")

    assert "let in with 20 findings" in told
    assert migrations(empty) == migrations(source)


def test_an_empty_database_is_not_backed_up(untouched, tmp_path):
    with pytest.raises(CommandError, match="holds no shop"):
        run(untouched, "backup", tmp_path / "shop.tar")
    assert list(tmp_path.iterdir()) == []


def test_a_dump_that_fails_leaves_no_file_and_says_why(source, tmp_path):
    def dump_of_a_moment_that_is_gone():
        with archive.created(tmp_path / "shop", "") as file:
            file.add_parts(archive.DUMP, dumping.dumped(tools_for(18), Snapshot("gone"), begun=str))

    with inside(source), pytest.raises(DumpFailed, match=r"pg_dump failed(.|\n)*snapshot"):
        dump_of_a_moment_that_is_gone()
    assert list(tmp_path.iterdir()) == []
