"""`python -m gotuto.runtime run NAME`: become one program, for whoever supervises them in their own way."""

import os
import sys
from collections.abc import Mapping
from typing import NoReturn

from gotuto.runtime import declared
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.instance import PROJECT, Instance
from gotuto.runtime.programs import beat, manage, web, worker


def run(name: str, environ: Mapping[str, str]) -> NoReturn:
    """Replace this process by the program. Raises CannotStart when there is none of that name."""
    # Whoever runs programs one by one has servers of their own; nothing is started or made here.
    instance = Instance(environ=environ, configuration=declared.read({**environ, "GOTUTO_ROLE": name}))
    for warning in instance.configuration.warnings:
        sys.stderr.write(f"{warning}\n")
    commands = {
        "web": web(instance),
        "worker": worker(instance),
        "beat": beat(instance),
        "migrate": manage("migrate"),
    }
    if name not in commands:
        raise CannotStart(f"There is no program {name}. Choose one of: {', '.join(commands)}")
    os.chdir(PROJECT)
    os.execve(commands[name][0], commands[name], {**environ, "GOTUTO_ROLE": name})
