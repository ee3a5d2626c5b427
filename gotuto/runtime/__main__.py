"""`python -m gotuto.runtime up | check | run web|worker|beat|migrate`."""

import os
import sys

from gotuto.runtime.errors import CannotStart
from gotuto.runtime.stopping import ShutdownRequest

USAGE = "Use: python -m gotuto.runtime up | check | run web|worker|beat|migrate"


def main(arguments: list[str]) -> int:
    """Run one of the commands; returns the exit code."""
    try:
        return command(arguments)
    except CannotStart as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


def command(arguments: list[str]) -> int:
    match arguments:
        case ["up"]:
            return supervise()
        case ["check"]:
            from gotuto.runtime.check import check

            return check(os.environ)
        case ["run", name]:
            from gotuto.runtime.run import run

            run(name, os.environ)
    raise CannotStart(USAGE)


def supervise() -> int:
    # The signals come before everything that takes time to import: a Ctrl-C must never be lost.
    shutdown = ShutdownRequest()
    shutdown.install()
    from gotuto.runtime.screen import Screen
    from gotuto.runtime.up import up

    up(os.environ, screen=Screen(), shutdown=shutdown)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
