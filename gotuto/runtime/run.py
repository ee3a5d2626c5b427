"""`python -m gotuto.runtime run NAME`: become one program, for whoever supervises them in his own way."""

import os
from collections.abc import Mapping
from typing import NoReturn

from gotuto.runtime.errors import CannotStart
from gotuto.runtime.instance import PROJECT, Instance
from gotuto.runtime.programs import beat, manage, web, worker


def run(name: str, environ: Mapping[str, str]) -> NoReturn:
    """Replace this process by the program. Raises CannotStart when there is none of that name."""
    instance = Instance.from_environ({**environ, "GOTUTO_ALLOW_EMBEDDED": "1"})
    commands = {
        "web": web(environ, host=instance.host, port=instance.port),
        "worker": worker(environ),
        "beat": beat(environ, data_dir=instance.paths.root),
        "migrate": manage("migrate"),
    }
    if name not in commands:
        raise CannotStart(f"There is no program {name}. Choose one of: {', '.join(commands)}")
    os.chdir(PROJECT)
    os.execve(commands[name][0], commands[name], {**environ, "GOTUTO_ROLE": name})
