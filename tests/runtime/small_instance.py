"""An instance without Django for the tests of the supervisor: real data stores and two programs that only wait.

    python -m tests.runtime.small_instance DATA_DIR

`beat` is a program that dies at once.
"""

import sys
from pathlib import Path

from gotuto.runtime.paths import Paths
from gotuto.runtime.postgres import Postgres
from gotuto.runtime.service import Program
from gotuto.runtime.single import only_instance
from gotuto.runtime.stopping import ShutdownRequest, StopRequested
from gotuto.runtime.supervisor import Supervisor
from gotuto.runtime.valkey import Valkey

ENDLESS = "import signal\nwhile True: signal.pause()"


def program(paths: Paths, name: str, code: str) -> Program:
    return Program(
        name=name,
        title=name,
        command=[sys.executable, "-c", code],
        paths=paths,
        env={"GOTUTO_DATA_DIR": str(paths.root)},
        cwd=paths.root,
    )


def tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(data_dir: Path) -> None:
    shutdown = ShutdownRequest()
    shutdown.install()
    paths = Paths(data_dir)
    paths.create()
    supervisor = Supervisor(say=tell, shutdown=shutdown)
    with only_instance(paths):
        postgres, valkey = Postgres(data_dir, fast=True), Valkey(data_dir)
        supervisor.wait_until_ready(supervisor.start(postgres), postgres.is_ready, seconds=30)
        supervisor.wait_until_ready(supervisor.start(valkey), valkey.is_ready, seconds=30)
        supervisor.start(program(paths, "worker", ENDLESS))
        supervisor.start(program(paths, "beat", "raise SystemExit(3)"))
        tell("ready")
        try:
            supervisor.run()
        except StopRequested:
            supervisor.stop([("worker", "beat"), ("valkey", "postgres")])
            tell("stopped")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
