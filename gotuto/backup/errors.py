"""Refusals of backup and restore."""

from pathlib import Path

from gotuto.errors import Conflict, NotFound, Refused


class ToolsMissing(NotFound):
    """No place has all of PostgreSQL's client programs."""

    code = "backup.tools_missing"
    text = (
        "pg_dump, pg_restore and psql were not found{places}. Install PostgreSQL's client programs (Debian, Ubuntu:"
        " apt install postgresql-client), or name their folder in GOTUTO_PG_BIN."
    )
    places: str


class ToolsTooOld(Conflict):
    """PostgreSQL's client programs are older than what they are to read."""

    code = "backup.tools_too_old"
    text = (
        "This needs pg_dump, pg_restore and psql of version {wanted} or newer; found: {found}. Install"
        " postgresql-client-{wanted}, or name the folder of newer ones in GOTUTO_PG_BIN."
    )
    wanted: int
    found: str


class ToolsWithoutTls(Conflict):
    """PostgreSQL's client programs were built without TLS, which the address of the database asks for."""

    code = "backup.tools_without_tls"
    text = (
        "DATABASE_URL asks for TLS, which pg_dump, pg_restore and psql in {found} do not speak. Install PostgreSQL's client"
        " programs (Debian, Ubuntu: apt install postgresql-client), and name their folder in GOTUTO_PG_BIN."
    )
    found: str


class NothingToBackUp(NotFound):
    """The database has no tables of the shop."""

    code = "backup.nothing_there"
    text = "This database holds no shop: nothing was backed up."


class CannotWriteBackup(Conflict):
    """The file cannot be made."""

    code = "backup.cannot_write"
    text = "{path} could not be written ({reason}). Nothing is left of it."
    path: Path
    reason: str


class BackupExists(Conflict):
    """A file of that name is there."""

    code = "backup.exists"
    text = "{path} exists already. A backup writes over nothing: give another name, or a folder."
    path: Path


class DumpFailed(Conflict):
    """pg_dump gave up."""

    code = "backup.dump_failed"
    text = "pg_dump failed, and nothing is left of the file:\n{reason}"
    reason: str


class BackupNotFound(NotFound):
    """There is no such file, or none in the folder."""

    code = "backup.not_found"
    text = "{path} is no backup, and no folder with one in it."
    path: Path


class BackupDamaged(Refused):
    """The file is not what was written: truncated, changed, or something else."""

    code = "backup.damaged"
    text = "{path} cannot be used: {reason}. Nothing was written. Take another copy or an older backup."
    path: Path
    reason: str


class PassphraseWanted(Refused):
    """An encrypted file, and no passphrase."""

    code = "backup.passphrase_wanted"
    text = (
        "{path} is encrypted. Set GOTUTO_BACKUP_PASSPHRASE, or GOTUTO_BACKUP_PASSPHRASE_FILE to a file that holds it."
    )
    path: Path


class WrongPassphrase(Refused):
    """The passphrase does not open the file."""

    code = "backup.wrong_passphrase"
    text = "GOTUTO_BACKUP_PASSPHRASE does not open {path}. Nothing was written."
    path: Path


class BackupTooNew(Conflict):
    """The file was made by a version that knows more than this one."""

    code = "backup.too_new"
    text = "{path} was made by a newer version: {what}. Nothing was written. Restore it with the version that made it."
    path: Path
    what: str


class DatabaseNotEmpty(Conflict):
    """Something stands where the shop is to be restored."""

    code = "backup.database_not_empty"
    text = (
        "The database is not empty: {count} tables, views and sequences stand in it, such as {first}. A restore writes over"
        " nothing; name a new database in DATABASE_URL, or put the old one aside (docs/disaster-recovery.md)."
    )
    count: int
    first: str


class RestoreFailed(Conflict):
    """PostgreSQL refused part of the dump; the whole of it is rolled back."""

    code = "backup.restore_failed"
    text = "PostgreSQL did not take the backup, and the database is as empty as before:\n{reason}"
    reason: str


class FilledMeanwhile(Conflict):
    """Somebody has made tables while the backup was being proven."""

    code = "backup.filled_meanwhile"
    text = (
        "Somebody has meanwhile made tables in the database (was an instance started on it?). The restored shop is proven"
        " and waits in the schema {schema}; nobody was let in. Stop the instance, empty the database, and restore again."
    )
    schema: str
