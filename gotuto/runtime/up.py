"""`make up`: one foreground command that is the parent of a whole instance."""

import subprocess
import time
from collections.abc import Mapping

from gotuto.runtime import health, sandbox
from gotuto.runtime.child import cause
from gotuto.runtime.errors import CannotStart
from gotuto.runtime.instance import Instance, write_shared
from gotuto.runtime.log_files import LogFiles
from gotuto.runtime.orphan import end_orphan
from gotuto.runtime.ports import Door, require_free
from gotuto.runtime.postgres import Postgres
from gotuto.runtime.programs import NAMES, application, manage, program
from gotuto.runtime.sandbox import Sandbox
from gotuto.runtime.screen import Screen
from gotuto.runtime.service import Program
from gotuto.runtime.single import only_instance
from gotuto.runtime.stopping import ShutdownRequest, StopRequested
from gotuto.runtime.supervisor import Supervisor
from gotuto.runtime.valkey import Valkey
from gotuto.runtime.welcome import welcome

# Applications first, so that they can finish what they hold; data stores last.
STOP_ORDER = ((*NAMES, sandbox.NAME), ("valkey", "postgres"))


def up(environ: Mapping[str, str], *, screen: Screen, shutdown: ShutdownRequest) -> None:
    """Run an instance until somebody asks to stop. Raises CannotStart."""
    instance = Instance.from_environ(environ)
    instance.paths.create()
    with only_instance(instance.paths):
        door, payments = Door(instance.host, instance.port), Sandbox(instance)
        supervisor = Supervisor(say=screen.said, shutdown=shutdown, log_files=_log_files(instance))
        try:
            start(instance, supervisor, screen, door, payments)
            supervisor.run()
        except StopRequested:
            screen.line()
        finally:
            door.close()
            payments.close()
            shut_down(instance, supervisor, screen)


def _log_files(instance: Instance) -> LogFiles:
    configuration = instance.configuration
    return LogFiles(configuration["GOTUTO_LOG_MB"] * 1_000_000, configuration["GOTUTO_LOG_FILES"])


def start(instance: Instance, supervisor: Supervisor, screen: Screen, door: Door, payments: Sandbox) -> None:
    screen.line(f"GoTuto starts on the data in {instance.paths.root}")
    for warning in instance.configuration.warnings:
        screen.line(f"  Warning: {warning}")
    end_orphans(instance)
    require_free(instance.host, instance.port)
    environment = start_data_stores(instance, supervisor, screen) | payments.open()
    write_shared(instance.paths.env, environment)
    run_command(instance, environment, supervisor, screen, "migrate", "Preparing the database", "Database is prepared")
    if instance.demo:
        run_command(
            instance, environment, supervisor, screen, "demo_shop", "Filling the demo shop", "Demo shop is there"
        )
    for each in payments.program(environment):
        supervisor.start(each)
    start_application(instance, environment, supervisor, screen, door)
    seconds = time.monotonic() - screen.started
    screen.line(welcome(environment, instance.configuration, seconds=seconds, demo=instance.demo))


def end_orphans(instance: Instance) -> None:
    """What an instance left behind that died with its machine or by kill -9."""
    for name in (*NAMES, sandbox.NAME):
        end_orphan(instance.paths.pid_file(name), data_dir=instance.paths.root, signals=Program.stop_signals)


def start_data_stores(instance: Instance, supervisor: Supervisor, screen: Screen) -> dict[str, str]:
    """Start the stores that nobody gave; returns the environment of the programs."""
    database_url, redis_url = instance.database_url, instance.redis_url
    if not database_url:
        postgres = Postgres(instance.paths.root)
        with screen.step("Starting PostgreSQL", f"{postgres.title} is ready"):
            supervisor.wait_until_ready(supervisor.start(postgres), postgres.is_ready, seconds=60)
            postgres.create_database()
        database_url = postgres.url()
    if not redis_url:
        valkey = Valkey(instance.paths.root)
        with screen.step("Starting Valkey", f"{valkey.title} is ready"):
            supervisor.wait_until_ready(supervisor.start(valkey), valkey.is_ready, seconds=15)
        redis_url = valkey.url()
    return instance.environment(database_url=database_url, redis_url=redis_url)


def run_command(
    instance: Instance,
    environment: Mapping[str, str],
    supervisor: Supervisor,
    screen: Screen,
    name: str,
    doing: str,
    done: str,
) -> None:
    """Run a management command to its end. Raises CannotStart when it fails, StopRequested when asked to stop."""
    command = program(instance.paths, environment, name, doing, manage(name))
    with screen.step(doing, done):
        process = supervisor.start(command)
        try:
            while process.poll() is None:
                supervisor.shutdown.pause(60)
        finally:
            supervisor.stop([(name,)])
        if process.returncode != 0:
            raise CannotStart(f"{doing} failed: {cause(command.log)}\nMore stands at the end of {command.log}.")


def start_application(
    instance: Instance, environment: Mapping[str, str], supervisor: Supervisor, screen: Screen, door: Door
) -> None:
    with screen.step("Starting web server, worker and beat", "Web server is ready, worker and beat are started"):
        processes: list[subprocess.Popen[bytes]] = [
            supervisor.start(each) for each in application(instance, environment, listener=door.open())
        ]
        supervisor.wait_until_ready(
            processes[0],
            lambda: health.answers(instance.url, instance=environment["GOTUTO_INSTANCE"]),
            seconds=120,
        )


def shut_down(instance: Instance, supervisor: Supervisor, screen: Screen) -> None:
    if supervisor.processes:
        with screen.step("Stopping", "Everything is stopped"):
            supervisor.stop(STOP_ORDER)
    instance.paths.env.unlink(missing_ok=True)
