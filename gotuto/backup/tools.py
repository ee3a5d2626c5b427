"""PostgreSQL's client programs: where they are found, and whether they are new enough for a server."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from gotuto.backup.errors import ToolsMissing, ToolsTooOld, ToolsWithoutTls
from gotuto.runtime import binaries
from gotuto.runtime.errors import CannotStart
from gotuto.stores.postgresql import ENCRYPTED

PROGRAMS = ("pg_dump", "pg_restore", "psql")
_SETTING, _EMBEDDED, _PATH = "GOTUTO_PG_BIN", "the embedded PostgreSQL", "PATH"


@dataclass(frozen=True)
class Tools:
    """A folder with all three programs, the version of its pg_dump, and how it was found."""

    folder: Path
    version: str
    source: str

    @property
    def major(self) -> int:
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def found_tools() -> list[Tools]:
    """What can be used here, in the order in which it is taken; only GOTUTO_PG_BIN where it is set."""
    return [tools for tools in _all_tools() if not _is_tls_wanted() or _speaks_tls(tools)]


def _all_tools() -> list[Tools]:
    return [
        Tools(folder, version, source)
        for source, folder in _places()
        if all((folder / name).exists() for name in PROGRAMS) and (version := _version(folder / "pg_dump"))
    ]


def tools_for(major: int) -> Tools:
    """The first that are as new as that version of PostgreSQL. Raises ToolsMissing, ToolsTooOld, ToolsWithoutTls."""
    found = found_tools()
    for tools in found:
        if tools.major >= major:
            return tools
    if not found and (deaf := _all_tools()):
        raise ToolsWithoutTls(found=", ".join(str(each.folder) for each in deaf))
    if not found:
        places = ", ".join(f"{folder} ({source})" for source, folder in _places())
        raise ToolsMissing(places=f" in {places}" if places else "")
    raise ToolsTooOld(wanted=major, found=", ".join(f"{each.version} in {each.folder}" for each in found))


def _places() -> Iterator[tuple[str, Path]]:
    if settings.GOTUTO_PG_BIN:
        yield _SETTING, Path(settings.GOTUTO_PG_BIN)
        return
    with suppress(CannotStart):
        yield _EMBEDDED, binaries.postgres_program("pg_dump").parent
    if on_path := shutil.which("pg_dump"):
        yield _PATH, Path(on_path).parent


def _is_tls_wanted() -> bool:
    return connection.settings_dict["OPTIONS"].get("sslmode") in ENCRYPTED


def _speaks_tls(tools: Tools) -> bool:
    """Those of the embedded PostgreSQL do not, and say so before they look for a server."""
    asked = {"PGSSLMODE": "require", "PGHOST": "/nowhere", "LC_ALL": "C"}
    told = subprocess.run([tools.program("psql"), "--list"], env=asked, capture_output=True, text=True, check=False)  # noqa: S603
    return "SSL support is not compiled in" not in told.stderr


def _version(program: Path) -> str:
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    except OSError:
        return ""
    number = re.search(r"\) (\d+(?:\.\d+)?)", told)
    return number[1] if number else ""
