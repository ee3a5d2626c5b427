"""Settings of background work: how long it may be held, how often it is tried, how long its traces are kept."""

from gotuto.configuration import Derived, Section, Setting, kinds

RELIABILITY = Section(
    "Background work",
    (
        Setting(
            name="GOTUTO_LEASE_SECONDS",
            kind=kinds.seconds(),
            default="10",
            unit="seconds",
            meaning="How long a worker may hold a piece of work.",
        ),
        Setting(
            name="GOTUTO_IDLE_TRANSACTION_MS",
            kind=kinds.whole(0),
            default=Derived(("GOTUTO_LEASE_SECONDS",), lambda lease: str(int(lease * 1000)), "the lease"),
            unit="milliseconds",
            meaning="When PostgreSQL ends a session that hangs in a transaction; `0` is never.",
        ),
        Setting(
            name="GOTUTO_MAX_ATTEMPTS",
            kind=kinds.whole(2),
            default="8",
            meaning="How often work is tried before it waits for a person. At least twice: an attempt may be lost with "
            "its worker.",
        ),
        Setting(
            name="GOTUTO_BACKOFF_SECONDS",
            kind=kinds.seconds(or_none=True),
            default="0.5",
            unit="seconds",
            meaning="First pause after a failure; doubles up to 60.",
        ),
        Setting(
            name="GOTUTO_POLL_SECONDS",
            kind=kinds.seconds(),
            default="2",
            unit="seconds",
            formerly=("GOTUTO_SWEEP_SECONDS",),
            meaning="Fallback polling interval: how often due work is looked for when no wake-up message came.",
        ),
        Setting(
            name="GOTUTO_SILENT_SECONDS",
            kind=kinds.seconds(),
            default="15",
            unit="seconds",
            meaning="When readiness names a worker or beat of which nobody has heard. At least three polling intervals.",
        ),
        Setting(
            name="GOTUTO_LATE_SECONDS",
            kind=kinds.seconds(),
            default="60",
            unit="seconds",
            meaning="How long work may be due before readiness and the commands call it late.",
        ),
        Setting(
            name="GOTUTO_DISK_FREE_MB",
            kind=kinds.whole(0),
            default="256",
            unit="MB",
            meaning="Below so much space for its directory an instance says that the disk is full.",
        ),
        Setting(
            name="GOTUTO_KEEP_DAYS",
            kind=kinds.whole(0),
            default="30",
            unit="days",
            meaning="When finished deliveries, sagas and imports are deleted.",
        ),
        Setting(
            name="GOTUTO_IMPORT_ROWS",
            kind=kinds.whole(1),
            default="250000",
            meaning="Rows of one file that is imported, at most. Over HTTP `GOTUTO_WEB_UPLOAD_BYTES` bounds it too.",
        ),
        Setting(
            name="SAGA_COMMIT_EVERY_STEP",
            kind=kinds.FLAG,
            default="0",
            meaning="A transaction for each step of a saga, to exercise every undo.",
        ),
    ),
)
