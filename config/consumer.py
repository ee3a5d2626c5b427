"""The worker's consumer; what it takes to consume is loaded by workers alone."""

from functools import partial
from typing import Any

from celery.worker import consumer


class Consumer(consumer.Consumer):
    """Looks for a broker that went away every second; Celery itself waits two seconds longer after each try."""

    def ensure_connected(self, conn: Any) -> Any:
        again = {"interval_start": 0.2, "interval_step": 0.2, "interval_max": 1}
        conn.ensure_connection = partial(conn.ensure_connection, **again)
        return super().ensure_connected(conn)
