"""Settings of an instance: where it listens, what it keeps, which servers it uses, how large its processes are."""

from pathlib import Path

from gotuto.configuration import Derived, Section, Setting, kinds
from gotuto.stores import postgresql, valkey

DEVELOPMENT, STAGING, PRODUCTION = "development", "staging", "production"

# They serve, in many short sessions; everything else is a command, which may want a session of its own.
SERVING = ("web", "worker", "beat")
# What a pooler hands on after each transaction; the second keeps the statements that were prepared, too.
BY_TRANSACTION, PREPARED = "transaction", "transaction-prepared"

BASE_DIR = Path(__file__).resolve().parents[2]

INSTANCE = Section(
    "An instance",
    (
        Setting(
            name="GOTUTO_ENV",
            kind=kinds.one_of(DEVELOPMENT, STAGING, PRODUCTION),
            default=DEVELOPMENT,
            meaning="`production` refuses weak secrets and the embedded servers, logs JSON, and closes `/metrics`. `staging` "
            "does the same for a rehearsal, without HSTS. The file of this name in `config/environments/` goes before the defaults.",
        ),
        Setting(name="HOST", default="127.0.0.1", meaning="The address on which the web server listens."),
        Setting(name="PORT", kind=kinds.whole(1, 65_535), default="8000", meaning="The port on which it listens."),
        Setting(
            name="GOTUTO_DATA_DIR",
            kind=kinds.FOLDER,
            default=Derived((), lambda: str(BASE_DIR / ".gotuto"), "`.gotuto` in the source tree"),
            shared=True,
            meaning="Data, logs, sockets, process ids and connection settings of an instance.",
        ),
        Setting(
            name="GOTUTO_DEMO",
            kind=kinds.FLAG,
            default="0",
            meaning="Whether `make up` stocks the demo shop and makes its log-ins.",
        ),
        Setting(
            name="GOTUTO_ADMIN_EMAIL",
            kind=kinds.EMAIL,
            default="admin@example.com",
            shared=True,
            meaning="Log-in of the administrator of the demo shop.",
        ),
        Setting(
            name="GOTUTO_ADMIN_PASSWORD",
            kind=kinds.secret(at_least=8),
            secret=True,
            shared=True,
            made_once=8,
            meaning="Their password; `make up` makes one up and keeps it.",
        ),
        Setting(
            name="GOTUTO_ADMIN_TOKEN",
            kind=kinds.secret(at_least=16),
            secret=True,
            shared=True,
            made_once=32,
            meaning="Their API token; `make up` makes one up and keeps it.",
        ),
        Setting(
            name="GOTUTO_DEMO_PASSWORD",
            kind=kinds.secret(at_least=8),
            secret=True,
            shared=True,
            made_once=8,
            meaning="Password of the demo customer `demo@example.com`; `make up` makes one up and keeps it.",
        ),
    ),
)

DATA_STORES = Section(
    "Data stores",
    (
        Setting(
            name="DATABASE_URL",
            kind=kinds.begins_with(*postgresql.SCHEMES),
            secret=True,
            shared=True,
            meaning="PostgreSQL 16 or newer, `postgres://user:password@host/name`; without it `make up` starts one. "
            "Several hosts and TLS: [stores](stores.md).",
        ),
        Setting(
            name="DATABASE_POOLER",
            kind=kinds.one_of(BY_TRANSACTION, PREPARED),
            meaning="That `DATABASE_URL` leads to a pooler which hands sessions on after each transaction, such as PgBouncer: "
            "`transaction` prepares no statements, `transaction-prepared` is for one that keeps them (PgBouncer 1.21 or newer).",
        ),
        Setting(
            name="DATABASE_DIRECT_URL",
            kind=kinds.begins_with(*postgresql.SCHEMES),
            secret=True,
            meaning="The same database without a pooler between, for commands such as `migrate` and `backup`, which want a session "
            "of their own.",
        ),
        Setting(
            name="DATABASE_REPLICA_URL",
            kind=kinds.begins_with(*postgresql.SCHEMES),
            secret=True,
            meaning="A streaming standby of the same database. Lists and the details of goods are read from it.",
        ),
        Setting(
            name="DATABASE_REPLICA_SECONDS",
            kind=kinds.seconds(),
            default="5",
            unit="seconds",
            meaning="A replica that is further behind serves nobody, and for so long after a write its principal reads from the "
            "primary.",
        ),
        Setting(
            name="REDIS_URL",
            kind=kinds.begins_with(*valkey.SCHEMES),
            default="redis://localhost:6379/0",
            secret=True,
            shared=True,
            meaning="Valkey, or Redis 7 or newer; without it `make up` starts one. TLS and Sentinels, "
            "`redis+sentinel://:password@host1:26379,host2:26379/master/0`: [stores](stores.md).",
        ),
        Setting(
            name="CELERY_BROKER_URL",
            secret=True,
            meaning="Another broker for wake-up messages; otherwise they go through `REDIS_URL`.",
        ),
        Setting(
            name="GOTUTO_ALLOW_EMBEDDED",
            kind=kinds.FLAG,
            default="0",
            meaning="Allows the embedded servers in production, for one small machine.",
        ),
        Setting(
            name="GOTUTO_BACKUP_PASSPHRASE",
            kind=kinds.secret(at_least=12),
            secret=True,
            meaning="Encrypts what `manage.py backup` writes, and opens it for `restore`. Keep it apart from the backups: "
            "without it they are lost.",
        ),
        Setting(
            name="GOTUTO_BACKUP_DIR",
            kind=kinds.matching(r"/.+", "the whole path of a folder"),
            meaning="The folder of the backups, for `backup`, `restore` and `drill` without a path. Where it is set, metrics and "
            "`manage.py doctor` tell how old the last one is.",
        ),
        Setting(
            name="GOTUTO_BACKUP_HOURS",
            kind=kinds.whole(1),
            default="26",
            unit="hours",
            meaning="When the last backup counts as old: with one a night, two hours after the next one was due.",
        ),
        Setting(
            name="GOTUTO_PG_BIN",
            kind=kinds.matching(r"/.+", "the whole path of a folder"),
            meaning="The folder of `pg_dump`, `pg_restore` and `psql`; otherwise those of the embedded PostgreSQL, then those "
            "of `PATH`.",
        ),
    ),
)

PROCESSES = Section(
    "Processes",
    (
        Setting(
            name="GOTUTO_WEB_WORKERS", kind=kinds.whole(1), default="2", meaning="How many processes serve requests."
        ),
        Setting(name="GOTUTO_WEB_THREADS", kind=kinds.whole(1), default="4", meaning="Threads of each of them."),
        Setting(
            name="GOTUTO_WORKER_PROCESSES",
            kind=kinds.whole(1),
            default="2",
            meaning="How many processes work in the background.",
        ),
        Setting(
            name="LOG_LEVEL",
            kind=kinds.one_of("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"),
            default="INFO",
            meaning="What is logged: JSON lines in production, readable ones otherwise.",
        ),
        Setting(
            name="GOTUTO_LOG_MB",
            kind=kinds.whole(1),
            default="10",
            unit="MB",
            meaning="How long each log of `make up` may grow before it is put aside.",
        ),
        Setting(
            name="GOTUTO_LOG_FILES",
            kind=kinds.whole(0),
            default="3",
            meaning="How many of those that were put aside are kept, as `NAME.log.1` and so on.",
        ),
        Setting(
            name="DEBUG",
            kind=kinds.FLAG,
            default="0",
            meaning="Django's pages about errors, which tell everything; for development only.",
        ),
    ),
)

INTERNAL = Section(
    "Set by GoTuto itself",
    (
        Setting(
            name="GOTUTO_URL",
            default="http://127.0.0.1:8000",
            internal=True,
            shared=True,
            meaning="Where a browser on this machine finds the instance; `manage.py demo` goes there.",
        ),
        Setting(
            name="GOTUTO_ROLE",
            default="command",
            internal=True,
            meaning="What a process is (`web`, `worker`, `beat`, a command); the name of its database sessions.",
        ),
        Setting(
            name="GOTUTO_INSTANCE",
            internal=True,
            meaning="Drawn at each start and sent with each answer, so that `make up` knows its own web server.",
        ),
        Setting(
            name="GOTUTO_EMBEDDED",
            kind=kinds.FLAG,
            default="0",
            internal=True,
            shared=True,
            meaning="Whether `make up` started the servers.",
        ),
        Setting(
            name="STATIC_ROOT",
            kind=kinds.FOLDER,
            default=Derived((), lambda: str(BASE_DIR / "staticfiles"), "`staticfiles` in the source tree"),
            internal=True,
            meaning="Where the image has gathered the static files.",
        ),
    ),
)
