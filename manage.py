#!/usr/bin/env python3
"""Commands for operators; finds a running instance by its data directory."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

_OWN_PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> None:
    if find_spec("django") is None:
        if not _OWN_PYTHON.exists():
            sys.exit("Django is not installed here. `make up` installs everything and starts an instance.")
        # Called with the system's Python: `make` has put everything into a virtual environment.
        os.execv(_OWN_PYTHON, [str(_OWN_PYTHON), *sys.argv])  # noqa: S606
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from gotuto.configuration import InvalidSettings

    try:
        execute_from_command_line(sys.argv)
    except InvalidSettings as refusal:
        sys.exit(str(refusal))
    except OperationalError as error:
        from config.environment import no_instance

        sys.exit(no_instance(error))


if __name__ == "__main__":
    main()
