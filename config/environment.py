"""The settings in force: the process environment, NAME_FILE secrets, and the running instance of the data directory."""

import os
from pathlib import Path

import environ

from config.declared import SETTINGS
from config.declared.instance import BASE_DIR
from gotuto.configuration import Configuration

DATA_DIR = Path(os.environ.get("GOTUTO_DATA_DIR") or BASE_DIR / ".gotuto").absolute()


def _of_the_running_instance() -> dict[str, str]:
    """An operator's command in another terminal speaks to the instance that runs on the same data directory."""
    running = DATA_DIR / "run" / "env"
    if "DATABASE_URL" in os.environ or not (running.is_file() and os.access(running, os.R_OK)):
        return {}
    before = set(os.environ)
    environ.Env.read_env(running)
    return dict.fromkeys(set(os.environ) - before, f"running instance, {running}")


configuration = Configuration(SETTINGS, os.environ, elsewhere=_of_the_running_instance())


def no_instance(error: Exception) -> str:
    """What to tell whoever asked for a database that does not answer."""
    if os.environ.get("DATABASE_URL"):
        return f"The database does not answer: {' '.join(str(error).split())}"
    return f"No instance runs on {DATA_DIR}. Start one with `make up`, or set GOTUTO_DATA_DIR or DATABASE_URL."
